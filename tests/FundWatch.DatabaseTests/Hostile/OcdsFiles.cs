using System.Globalization;
using System.Text;
using static FundWatch.DatabaseTests.Hostile.HostileFile;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Releases that break off, contradict the standard or themselves.</summary>
internal static class OcdsFiles
{
    public static IEnumerable<HostileFile> All()
    {
        yield return Damage("cut-off", r => r[..^40]);
        yield return Damage("cut-off-in-name", r => r[..30]);
        yield return Damage("closed-twice", r => r + "}");
        yield return Damage("never-closed", r => r + "{\"ocid\":\"x\"");
        yield return Damage("no-ocid", r => r + "\n{\"id\":\"1\",\"tag\":\"\\\"ocid\\\"\"}");
        yield return Damage("ocid-null", r => r.Replace("\"o1\"", "null"));
        yield return Damage("ocid-number", r => r.Replace("\"o1\"", "1"));
        yield return Damage("ocid-list", r => r.Replace("\"o1\"", "[\"o1\"]"));
        yield return Damage("ocid-twice", r => r.Replace("\"ocid\":\"o1\"", "\"ocid\":\"o1\",\"ocid\":\"o2\""));
        yield return Damage("surrogate-in-text", r => r.Replace("Road", "\\ud800"));
        yield return Damage("surrogate-in-name", r => r.Replace("\"title\"", "\"\\ud800\""));
        yield return Damage("amount-1e308", r => r.Replace(":100", ":1e308"));
        yield return Damage("amount-negative-zero", r => r.Replace(":100", ":-0.0"));
        yield return Damage("amount-text", r => r.Replace(":100", ":\"many\""));
        yield return Damage("amount-of-a-thousand-digits", r => r.Replace(":100", ":" + new string('9', 1_000)));
        yield return Damage("date-30-february", r => r.Replace("2024-03-01", "2024-02-30"));
        yield return Damage("tender-list", r => r.Replace("\"tender\":{", "\"tender\":[{").Replace("},\"awards\"", "}],\"awards\""));
        yield return Damage("awards-object", r => r.Replace("\"awards\":[{", "\"awards\":{\"x\":{").Replace("}],\"bids\"", "}},\"bids\""));
        yield return Damage("a-thousand-lots", r => r.Replace("\"lots\":[]", "\"lots\":[" + string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"{{\"id\":\"{i}\"}}")) + "]"));
        yield return Damage("lots-alike", r => r.Replace("\"lots\":[]", "\"lots\":[{\"id\":\"1\"},{\"id\":\"1\"}]"));
        yield return Damage("many-lots-without-id-and-bids-for-none", r => WithMany(r, 60_000, "{}", 60_000, "{}"));
        yield return Damage("many-bids-of-a-party-with-many-identifiers", r => WithMany(r, 0, "", 30_000, "{\"tenderers\":[{\"id\":\"S1\"}]}")
            .Replace("\"id\":\"S1\",", "\"id\":\"S1\",\"additionalIdentifiers\":[" + Repeated("{\"id\":\"X\"}", 30_000) + "],"));
        yield return Damage("every-payment-in-every-lot", r => WithMany(r, 0, "", 0, "").Replace("\"lots\":[]", $"\"lots\":[{Numbered(5_000, "{{\"id\":\"{0}\"}}")}]")
            .Replace("\"id\":\"a1\",", $"\"id\":\"a1\",\"relatedLots\":[{Numbered(5_000, "\"{0}\"")}],")
            .Replace("\"bids\":", $"\"contracts\":[{{\"id\":\"c\",\"awardID\":\"a1\",\"implementation\":{{\"transactions\":[{Numbered(5_000, "{{\"id\":\"{0}\",\"payee\":{{\"name\":\"Firm\"}}}}")}]}}}}],\"bids\":"));
        yield return Damage("a-long-ocid-for-many-lots", r => WithMany(r, 5_000, "{\"id\":\"1\"}", 0, "").Replace("\"o1\"", "\"" + new string('o', 4_000_000) + "\""));
        yield return Damage("many-small-products", r => string.Join('\n', Enumerable.Range(0, 300).Select(i => $"{{\"ocid\":\"p{i}\",\"tender\":{{\"lots\":[{Numbered(300, "{{\"id\":\"{0}\"}}")}]}},\"awards\":[{{\"id\":\"w\",\"relatedLots\":[{Numbered(300, "\"{0}\"")}]}}],\"contracts\":[{{\"awardID\":\"w\",\"implementation\":{{\"transactions\":[{Repeated("{}", 300)}]}}}}]}}")));
        yield return Damage("one-process-in-a-million-releases", r => string.Concat(Enumerable.Repeat("{\"ocid\":\"o1\"}\n", 1_000_000)));
        yield return Damage("deep-in-release", r => r.Replace("\"lots\":[]", "\"lots\":" + new string('[', 10_000) + new string(']', 10_000)));
        yield return Damage("package-of-packages", r => $"{{\"releases\":[{{\"releases\":[{r}]}}]}}");
        yield return Damage("package-empty", _ => "{\"ocid\":\"x\",\"releases\":[]}");
        yield return Damage("record-without-releases", _ => "{\"records\":[{\"ocid\":\"o1\"}]}");
        yield return Damage("array-of-anything", r => $"[1,{r},\"x\",null]");
        yield return Damage("lines-and-garbage", r => r + "\nnot json\n" + r.Replace("o1", "o9"));
        yield return Bytes("bad-utf8.ocds.json", [.. Encoding.UTF8.GetBytes(Release()[..50]), 0xFF, .. Encoding.UTF8.GetBytes(Release()[50..])], null, null);
        yield return Bytes("utf16.ocds.json", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Release())], null, null);
    }

    private static HostileFile Damage(string name, Func<string, string> how) => HostileFile.Damaged(name + ".ocds.json", Encoding.UTF8.GetBytes(how(Release())));

    private static string WithMany(string release, int lots, string lot, int bids, string bid) => release
        .Replace("\"lots\":[]", $"\"lots\":[{Repeated(lot, lots)}]").Replace("\"details\":[", "\"details\":[" + (bids == 0 ? "" : Repeated(bid, bids) + ","));

    private static string Repeated(string text, int times) => string.Join(',', Enumerable.Repeat(text, times));

    private static string Numbered(int count, string format) => string.Join(',', Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, format, i)));

    internal static string Release() => """
        {"ocid":"o1","id":"r1","date":"2024-03-01T00:00:00Z","tag":["tender"],"buyer":{"id":"B1","name":"Town"},"parties":[{"id":"B1","name":"Town"},{"id":"S1","name":"Firm"}],
        "tender":{"id":"t1","title":"Road","procurementMethod":"open","value":{"amount":100,"currency":"EUR"},"tenderPeriod":{"startDate":"2024-03-01","endDate":"2024-04-01T12:00:00Z"},"lots":[]},"awards":[{"id":"a1","date":"2024-05-01","status":"active","value":{"amount":90},"suppliers":[{"id":"S1","name":"Firm"}]}],"bids":{"details":[{"id":"b1","date":"2024-03-20T00:00:00Z","tenderers":[{"id":"S1","name":"Firm"}],"value":{"amount":90}}]}}
        """.ReplaceLineEndings("");
}
