using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FundWatch.Core.Trail;

/// <summary>
/// One byte sequence for a list of values, so that a hash over it means the same everywhere: each value is written as
/// its length in UTF-8 bytes, a colon and the bytes; an absent value is a single '-'. No two lists share a sequence.
/// The function review.canonical in the database writes the same.
/// </summary>
public static class Canonical
{
    public static byte[] Bytes(params ReadOnlySpan<string?> values)
    {
        using var buffer = new MemoryStream();
        foreach (var value in values)
        {
            if (value is null)
            {
                buffer.WriteByte((byte)'-');
                continue;
            }

            buffer.Write(Encoding.ASCII.GetBytes(Encoding.UTF8.GetByteCount(value).ToString(CultureInfo.InvariantCulture)));
            buffer.WriteByte((byte)':');
            buffer.Write(Encoding.UTF8.GetBytes(value));
        }

        return buffer.ToArray();
    }

    public static byte[] Sha256(params ReadOnlySpan<string?> values) => SHA256.HashData(Bytes(values));

    public static string Sha256Hex(params ReadOnlySpan<string?> values) => Convert.ToHexStringLower(Sha256(values));
}
