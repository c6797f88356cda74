using FundWatch.Core.Trail;

namespace FundWatch.Core.Leads;

/// <summary>
/// The name of a lead for ever: the same subject and scheme give the same fingerprint however often the pipeline runs.
/// 32 hexadecimal digits, the first 128 bits of SHA-256 over scheme, subject kind and subject code.
/// </summary>
public static class Fingerprint
{
    public static string Of(string scheme, string subjectKind, string subjectCode) =>
        Canonical.Sha256Hex("lead/1", scheme, subjectKind, subjectCode)[..32];
}
