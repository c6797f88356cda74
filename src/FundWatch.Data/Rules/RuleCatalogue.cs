using FundWatch.Core.Rules;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Rules;

/// <summary>The rules on disk: every ID.sql below the given folders. A broken file is kept as an error; the others work.</summary>
public sealed class RuleCatalogue
{
    private readonly SortedDictionary<string, RuleFile> _rules = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RuleFile> _drafts = new(StringComparer.Ordinal);
    private readonly List<RuleFileException> _errors = [];

    private RuleCatalogue()
    {
    }

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyCollection<RuleFile> Rules => _rules.Values;

    /// <summary>Files that could not be taken, each with its place and what is wrong.</summary>
    public IReadOnlyList<RuleFileException> Errors => _errors;

    /// <summary>Those among the errors that could be read but still hold the template's words: they can be checked on their samples and do not run.</summary>
    public IReadOnlyCollection<RuleFile> Drafts => _drafts.Values;

    /// <exception cref="ArgumentException">No such rule; the message lists those there are.</exception>
    public RuleFile Get(string id) =>
        Find(id) ?? throw new ArgumentException($"Unknown rule '{id}'. Known: {string.Join(", ", _rules.Keys)}.", nameof(id));

    public RuleFile? Find(string id) => _rules.GetValueOrDefault(id);

    /// <summary>The rules that came with the program and those that the office put into its data directory.</summary>
    public static RuleCatalogue Installed(DataDirectory directory) => Load(Folders(directory));

    /// <summary>The same; null where no rules are installed at all.</summary>
    public static RuleCatalogue? Find(DataDirectory directory) => Folders(directory) is var folders && folders.Any(Directory.Exists) ? Load(folders) : null;

    /// <summary>Reads the folders in order. A folder that does not exist is passed over (an office without rules of its own has none).</summary>
    /// <exception cref="DirectoryNotFoundException">None of the folders exists.</exception>
    public static RuleCatalogue Load(params IReadOnlyList<string> directories)
    {
        if (!directories.Any(Directory.Exists))
        {
            throw new DirectoryNotFoundException($"No rules: {string.Join(", ", directories)} does not exist.");
        }

        var catalogue = new RuleCatalogue();
        foreach (var path in directories.Where(Directory.Exists)
                     .SelectMany(d => Directory.EnumerateFiles(d, "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal)))
        {
            catalogue.Add(path);
        }

        return catalogue;
    }

    /// <summary>A catalogue of the given rules alone.</summary>
    public static RuleCatalogue Of(params IEnumerable<RuleFile> rules)
    {
        var catalogue = new RuleCatalogue();
        foreach (var rule in rules)
        {
            catalogue._rules.Add(rule.Header.Id, rule);
        }

        return catalogue;
    }

    private static string[] Folders(DataDirectory directory) => [Path.Combine(AppContext.BaseDirectory, "rules"), directory.Rules];

    private void Add(string path)
    {
        try
        {
            var rule = RuleFile.Read(path);
            if (_rules.TryGetValue(rule.Header.Id, out var known))
            {
                throw new RuleFileException(path, 1, $"{rule.Header.Id} is already the rule in {known.Path}; give a local rule an id of its own");
            }

            if (RuleDraft.Find(rule) is { } unfinished)
            {
                _drafts.TryAdd(rule.Header.Id, rule);
                throw unfinished;
            }

            _rules.Add(rule.Header.Id, rule);
        }
        catch (RuleFileException e)
        {
            _errors.Add(e);
        }
    }
}
