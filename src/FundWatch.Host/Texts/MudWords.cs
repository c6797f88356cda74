using Microsoft.Extensions.Localization;
using MudBlazor;

namespace FundWatch.Host.Texts;

/// <summary>The component library's own texts, from the same files (keys <c>mud.…</c>); it falls back to its English where we have none.</summary>
public sealed class MudWords(Words words) : MudLocalizer
{
    public override LocalizedString this[string key] =>
        words.Find("mud." + key) is { } text ? new LocalizedString(key, text) : new LocalizedString(key, key, resourceNotFound: true);
}
