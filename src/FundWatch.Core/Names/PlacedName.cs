namespace FundWatch.Core.Names;

/// <summary>A public body's name cut behind its place: 岚溪区 + 农业农村局, 县 + 卫健局, 湖南省长沙市岳麓区 + 财政局.</summary>
/// <param name="Place">With its kind at the end; a kind alone (县, 区, 市) where the name says no more; empty where it says nothing.</param>
/// <param name="Body">What the body is, in full words: 卫生健康局. 和, 与 and 及 are left out, since names differ in nothing else.</param>
public readonly record struct PlacedName(string Place, string Body)
{
    private const string Kinds = "省市区县旗盟州镇乡";

    // Here a word of the body begins, not a place: 城市管理局, 园区管委会.
    private static readonly string[] _noPlaces = ["城市", "城乡", "社区", "园区", "小区", "校区", "景区", "灌区", "林区", "开发区", "旅游区", "乡村", "乡镇", "市场", "市政", "区域", "省级", "县级", "市级", "区级"];

    // Bodies of the party, its youth and the consultative conference are registered in full and written short; the place stands in the middle of either.
    private static readonly (string Full, string Short, string Body)[] _before = [("中国共产党", "中共", ""), ("中国共产主义青年团", "共青团", "共青团"), ("中国人民政治协商会议", "政协", "政协")];

    public static PlacedName Of(string folded)
    {
        foreach (var (full, brief, body) in _before)
        {
            var before = folded.StartsWith(full, StringComparison.Ordinal) ? full.Length : folded.StartsWith(brief, StringComparison.Ordinal) ? brief.Length : 0;
            if (before > 0 && Cut(folded[before..]) is { Place.Length: > 0 } placed)
            {
                return placed with { Body = Canonical(body + placed.Body) };
            }
        }

        var cut = folded.Length == 3 && folded[0] == '团' && folded[2] == '委' && Kinds.Contains(folded[1]) ? new PlacedName(folded[1..2], "团委") : Cut(folded); // 团县委
        return cut with { Body = Canonical(cut.Body) };
    }

    private static PlacedName Cut(string folded)
    {
        var at = 0;
        while (NextPlace(folded, at) is > 0 and var end)
        {
            at = end;
        }

        return new PlacedName(folded[..at], folded[at..]);
    }

    /// <summary>The same with a place that was written without its kind: 岚溪卫健局 against 岚溪区; null where the name does not begin so.</summary>
    public static PlacedName? Behind(string folded, string place)
    {
        var stem = place.Length > 2 ? place[..^1] : "";
        return stem.Length >= 2 && folded.Length > stem.Length && folded.StartsWith(stem, StringComparison.Ordinal) && !Kinds.Contains(folded[stem.Length])
            ? new PlacedName(place, Canonical(folded[stem.Length..])) : null;
    }

    /// <summary>True where the name gives its place no more exactly than 县, or not at all.</summary>
    public bool IsBare => Place.Length < 2;

    private static int NextPlace(string name, int from)
    {
        var rest = name.AsSpan(from);
        if (IsWord(rest))
        {
            return 0;
        }

        if (from == 0 && rest.Length > 2 && Kinds.Contains(rest[0]))
        {
            return 1; // 县卫健局
        }

        for (var i = 1; i < Math.Min(rest.Length - 1, 9); i++)
        {
            // 杭州市 and 桐乡市 are one place, 杭州市市场监督管理局 is a body of one.
            if (Kinds.Contains(rest[i]) && i + 1 < rest.Length && rest[i + 1] != rest[i] && Kinds.Contains(rest[i + 1]) && !IsWord(rest[(i + 1)..]))
            {
                continue;
            }

            if (Kinds.Contains(rest[i]) && !IsWord(rest[i..]) && !Array.Exists(_noPlaces, w => name.AsSpan(from + i - w.Length + 1 is >= 0 and var s ? s : 0).StartsWith(w)))
            {
                return from + i + 1;
            }
        }

        return 0;
    }

    private static bool IsWord(ReadOnlySpan<char> rest)
    {
        foreach (var word in _noPlaces)
        {
            if (rest.StartsWith(word))
            {
                return true;
            }
        }

        return false;
    }

    private static string Canonical(string body) => Abbreviations.Full(body).Replace("和", "", StringComparison.Ordinal).Replace("与", "", StringComparison.Ordinal).Replace("及", "", StringComparison.Ordinal);
}
