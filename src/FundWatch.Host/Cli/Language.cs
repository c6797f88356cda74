using System.Globalization;

namespace FundWatch.Host.Cli;

/// <summary>
/// Chinese or English for everything a person reads, carried by the UI culture so that help texts and pages follow it too.
/// A machine that names no language (LANG unset, C or POSIX: a bare server) gets Chinese, because its readers are Chinese offices;
/// one that names any language but Chinese gets English.
/// </summary>
public static class Language
{
    /// <summary>Whether texts are Chinese now.</summary>
    public static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>The text in the language of the moment.</summary>
    public static string Pick(string zh, string en) => IsChinese ? zh : en;

    /// <summary>Sets the process's language before anything is printed: --lang, else FUNDWATCH__Lang, else the locale.</summary>
    public static void Choose(IReadOnlyList<string> args)
    {
        var culture = CultureInfo.GetCultureInfo(Decide(args, Environment.GetEnvironmentVariable) == "zh" ? "zh-Hans" : "en");
        CultureInfo.CurrentUICulture = culture;
        CultureInfo.DefaultThreadCurrentUICulture = culture;
        // Numbers and dates are written the same way in both languages, and never by the machine's habits.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
    }

    internal static string Decide(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var named = Option(args) ?? environment("FUNDWATCH__Lang");
        if (named is "zh" or "en")
        {
            return named;
        }

        var locale = new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        var language = locale.Split('.', '@')[0];
        return language is "" or "C" or "POSIX" || language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh" : "en";
    }

    private static string? Option(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i].StartsWith("--lang=", StringComparison.Ordinal))
            {
                return args[i]["--lang=".Length..];
            }

            if (args[i] == "--lang" && i + 1 < args.Count)
            {
                return args[i + 1];
            }
        }

        return null;
    }
}
