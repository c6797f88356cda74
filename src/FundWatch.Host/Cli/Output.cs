using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FundWatch.Host.Cli;

/// <summary>
/// Where a verb writes. For people: text and tables on standard output. With --json: exactly one object on standard output
/// (<see cref="Result"/>), and whatever is meant for people goes to standard error. Progress and warnings always go to standard error.
/// </summary>
public sealed class Output
{
    /// <summary>Keys as in the documented interface (snake_case), Chinese as it is and not as \u escapes.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static bool _hasResult; // of the process, which runs one verb: one object, whoever writes it

    private readonly IAnsiConsole _people;
    private readonly IAnsiConsole _error = Console(System.Console.Error, System.Console.IsErrorRedirected);

    /// <summary>Writes for people, or for machines with <paramref name="json"/>.</summary>
    public Output(bool json)
    {
        IsJson = json;
        _people = json ? _error : Console(System.Console.Out, System.Console.IsOutputRedirected);
    }

    /// <summary>Whether --json was given.</summary>
    public bool IsJson { get; }

    /// <summary>The Spectre console for people: standard output, or standard error with --json.</summary>
    public IAnsiConsole People => _people;

    /// <summary>A line for people.</summary>
    public void Say(string zh, string en) => Line(_people, Language.Pick(zh, en), null);

    /// <summary>A table or another Spectre thing for people.</summary>
    public void Show(IRenderable thing) => _people.Write(thing);

    /// <summary>A line on standard error that is not the result: progress, a hint.</summary>
    public void Note(string zh, string en) => Line(_error, Language.Pick(zh, en), Color.Grey);

    /// <summary>A warning on standard error.</summary>
    public void Warn(string zh, string en) => Line(_error, Language.Pick(zh, en), Color.Yellow);

    /// <summary>The verb's result: with --json this is the one object on standard output, otherwise nothing.</summary>
    public void Result(object value)
    {
        if (IsJson)
        {
            _hasResult = true;
            System.Console.Out.WriteLine(JsonSerializer.Serialize(value, JsonOptions));
        }
    }

    /// <summary>The result of a verb that was stopped before it had one.</summary>
    public void Stopped()
    {
        if (!_hasResult)
        {
            Result(new { Stopped = true });
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> under a progress line on standard error. What the work reports (0..1 and a word on what it is doing) is drawn
    /// on a terminal; elsewhere only the title is written.
    /// </summary>
    public async Task<T> ProgressAsync<T>(string title, Func<IProgress<(double Share, string? Stage)>, Task<T>> work)
    {
        if (!_error.Profile.Capabilities.Interactive)
        {
            Note(title, title);
            return await work(new Quiet());
        }

        return await _error.Progress().AutoClear(true).HideCompleted(true).StartAsync(async context =>
        {
            var task = context.AddTask(Markup.Escape(title), maxValue: 1);
            return await work(new Drawn(task, title));
        });
    }

    // A pipe has no width: folded, names in a line would come apart for whoever searches it.
    private static void Line(IAnsiConsole to, string text, Color? colour)
    {
        if (to.Profile.Out.IsTerminal)
        {
            to.WriteLine(text, new Style(colour));
        }
        else
        {
            to.Profile.Out.Writer.WriteLine(text);
        }
    }

    private static IAnsiConsole Console(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = 200; // of tables; 80 would fold every Chinese sentence in them
        }

        return console;
    }

    private sealed class Quiet : IProgress<(double, string?)>
    {
        public void Report((double, string?) value)
        {
        }
    }

    private sealed class Drawn(ProgressTask task, string title) : IProgress<(double Share, string? Stage)>
    {
        public void Report((double Share, string? Stage) value)
        {
            task.Value = value.Share;
            task.Description = Markup.Escape(value.Stage is null ? title : $"{title} · {value.Stage}");
        }
    }
}
