using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>What a column of an unknown file is taken for, and so how much of its values people see.</summary>
public enum SampleUse
{
    /// <summary>Nobody has said what it holds: shown is what can hardly be a person or an account.</summary>
    Unknown,

    /// <summary>Nobody has said what it holds but its header, by which it names units or currencies: of a column of those, these are shown too (美元 looks like a name).</summary>
    Units,

    /// <summary>Its header, or a kept mapping, gives it to a column that is not made for persons: hidden is what looks like one all the same.</summary>
    Known,

    /// <summary>It goes, or went, to a column of persons or accounts: every value is masked.</summary>
    Personal,
}

/// <summary>
/// Values of an unknown file for whoever draws up its mapping. Values are kept as they are and masked when they are shown: a person may take a column for another one than
/// the draft did, and choosing must not uncover anything.
/// </summary>
public static partial class SampleText
{
    private const int MostShown = 3, Longest = 24;

    // An amount or a date has fewer; a telephone number has eleven.
    private const int MostDigits = 10;

    // In how many ways a text comes apart into names grows fast with its length.
    private const int LongestNames = 40;

    // The surnames of nearly all, and the commonest: of these that begin names of few goods and places.
    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边";
    private const string Common = "王李张刘陈杨赵周吴徐孙朱郭梁宋郑何谢韩冯董萧曹袁邓傅沈彭吕卢蒋蔡贾丁魏薛阎潘杜戴钟汪姜姚谭廖邹熊郝崔邱侯邵孟";
    private const string OneName = "(?:(?:欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|东方|夏侯|端木)[一-龥]{1,2}?|[" + Surnames + "][一-龥]{1,2}?)";
    private const string OtherWords = "(?!陈[醋皮]|杨[梅桃]|李子|沈阳|吕梁|周[边转期末年])", NoPlace = "(?<![州庄村乡县区市路街店屯])";

    private static readonly Lazy<IReadOnlyList<CodeList>> _codes = new(() => [.. RecordStreams.All.SelectMany(s => s.Columns).Select(CodeList.Of).OfType<CodeList>()]);

    /// <summary>What a column is taken for that nobody has given to one of the contract's.</summary>
    public static SampleUse UseOf(string header) => UnitColumn.IsNamed(header) ? SampleUse.Units : SampleUse.Unknown;

    /// <summary>The first different values, as far as they may be seen.</summary>
    public static IReadOnlyList<string> Shown(IReadOnlyList<string> values, SampleUse use) =>
        [.. values.Select(v => Of(v, use)).Distinct().Take(MostShown).Select(v => v.Length > Longest ? v[..Longest] + "…" : v)];

    internal static string Of(string value, SampleUse use) => PersonalNumbers.OfMobile(value) ?? use switch
    {
        SampleUse.Personal => Mask(value),
        SampleUse.Units when MoneyUnit.Parse(value) is { Per: null } || ForeignMoney.IsCode(value) => value,
        SampleUse.Units when UnitColumn.NamedBy(value) is { Currency: not null, Per: null } unit => unit.Name, // and not the words beside it
        SampleUse.Known => PersonalNumbers.Mask(WithoutNames(value)),
        _ => MayBeSeen(value) ? PersonalNumbers.Mask(value) : Mask(value),
    };

    // Of a list every part by itself: the first characters that stay of a long text would be names.
    private static string Mask(string value) => WithoutNames(value) != value ? ListPart().Replace(value, p => OfNames(p.Value) ?? PersonalMask(p.Value)) : PersonalMask(value);

    private static string PersonalMask(string value) => PersonalValue.Mask(Encoding.UTF8.GetBytes(value));

    // One name, also with blanks in it, or several between others.
    private static string WithoutNames(string value) => OfNames(value) ?? ListPart().Replace(value, part => OfNames(part.Value) ?? Word().Replace(part.Value, word => OfNames(word.Value) ?? word.Value));

    // Masked, where it is one name or are several: 张三和李四.
    private static string? OfNames(string value) => LooksLikeName(value) ? PersonalMask(value) : Joined(value) is { Count: > 0 } names ? string.Join('、', names.Select(PersonalMask)) : null;

    // Between them one of the commonest surnames, and no place: 白菜和牛肉 and 徐州-常州 look like names too.
    private static IReadOnlyList<string> Joined(string value)
    {
        var text = CellText.Folded(value.Length > LongestNames ? "" : value);
        var found = Names().Match(text.Replace(" ", "", StringComparison.Ordinal));
        string[] names = [.. found.Groups["name"].Captures.Select(c => c.Value)];
        return found.Success && (found.Groups["by"].Success || Spelt().IsMatch(text)) && Array.Exists(names, n => Common.Contains(n[0])) && Array.TrueForAll(names, n => Person().IsMatch(n)) ? names : [];
    }

    // Numbers, days, codes, the contract's own words and names of bodies. Everything else may name a person, as what nobody maps may in quarantine.
    private static bool MayBeSeen(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var folded = CellText.Fold(bytes, new byte[bytes.Length]);
        var text = Encoding.UTF8.GetString(folded);
        return text.Length == 1 || IsDay(folded) || IsCreditCode(folded) || IsWord(folded) || Body().IsMatch(text) || DocumentNumber().IsMatch(text)
            || (text.Count(char.IsAsciiDigit) <= MostDigits && (Amount().IsMatch(text) || (Code().IsMatch(text) && !TravelDocument().IsMatch(text))));
    }

    private static bool LooksLikeName(string value)
    {
        var text = CellText.Folded(value).Replace(" ", "", StringComparison.Ordinal);
        return (Name().IsMatch(text) || NameWithMore().IsMatch(text)) && !Body().IsMatch(text) && !IsWord(Encoding.UTF8.GetBytes(text));
    }

    // A bare number may be the serial of a day, which says nothing here.
    internal static bool IsDay(ReadOnlySpan<byte> cell) =>
        cell.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0
            ? !CellIssues.IsRefusal(DateCell.Parse(cell, out _)) || !CellIssues.IsRefusal(TimestampCell.Parse(cell, out _))
            : cell.Length == 8 && !CellIssues.IsRefusal(DateCell.Parse(cell, out _));

    private static bool IsCreditCode(ReadOnlySpan<byte> cell) => CreditCode.HasForm(cell) && !PersonalNumbers.IsResident(cell) && cell.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;

    private static bool IsWord(ReadOnlySpan<byte> cell)
    {
        foreach (var list in _codes.Value)
        {
            if (list.TryFind(cell, out _))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^[¥￥$€]?\s*[-+(（]?[0-9][0-9,]*(\.[0-9]+)?[)）%]?\s*[元角分万亿千百十人次份个户项天年月日号公斤克吨亩平方米㎡/]{0,6}$")]
    private static partial Regex Amount();

    // A few letters before the number, as numbers of vouchers and contracts have: no word, which may be a name, and no small letters, of which people make the names they go by (lihua88).
    [GeneratedRegex("^(?=.*[0-9])(?!.*[A-Za-z]{6})(?!.*[a-z]{2})[A-Za-z0-9][A-Za-z0-9_./()#-]*$")]
    private static partial Regex Code();

    [GeneratedRegex("^[A-Za-z]{1,2}[0-9]{7,9}$")]
    private static partial Regex TravelDocument();

    // Between what people put names of several persons, and what they say of one (张三（组长）) or before it (验收人：张三).
    [GeneratedRegex(@"[^、，,。;；/|:：()（）\[\]【】\r\n\t]+")]
    private static partial Regex ListPart();

    [GeneratedRegex("[^ \u3000]+")]
    private static partial Regex Word();

    // 财函〔2025〕3号
    [GeneratedRegex(@"^[一-龥]{1,8}[〔［\[(（【][12][0-9]{3}[〕］\])）】]\s*第?[0-9]{1,6}号$")]
    private static partial Regex DocumentNumber();

    [GeneratedRegex("^[一-龥A-Za-z0-9()（）·]{1,30}(局|厅|院|委|政府|委员会|办公室|公司|中心|学校|小学|中学|大学|食堂|银行|支行|合作社)$")]
    private static partial Regex Body();

    // Also names of peoples who write theirs with a dot.
    [GeneratedRegex("^(?:" + OneName + "|[一-龥]{2,6}[·•][一-龥·•]{2,12})(?:等.{0,4})?$")]
    private static partial Regex Name();

    // 张三组长, 张三100元, 张三=100元; but 施工队长 is an office, and 黄瓜100元 goods.
    [GeneratedRegex("^" + OtherWords + "[" + Common + "][一-龥]{1,2}" + NoPlace + "(?:副?(?:[组科处股局站所院校队村]长|主任|书记|经理|会计|出纳)|同志|先生|女士|老师|=?[0-9][0-9.,]*(?:万?元|块)?)$")]
    private static partial Regex NameWithMore();

    // A name may hold what stands between names (张和平与李四).
    [GeneratedRegex(@"^(?<name>" + OneName + @")(?:(?<by>[-.+&\\@=和及与])?(?<name>" + OneName + "))+(?:等.{0,4})?$")]
    private static partial Regex Names();

    // 张  三   李  四
    [GeneratedRegex("^[一-龥](?: +[一-龥])+$")]
    private static partial Regex Spelt();

    [GeneratedRegex("^" + OtherWords + ".*" + NoPlace + "$")]
    private static partial Regex Person();
}
