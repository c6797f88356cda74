using FundWatch.Core.Ingest;

namespace FundWatch.Fuzz.Cells;

/// <summary>Personal data: two spellings of one person become one, and what is shown gives nobody away.</summary>
internal static class PersonPromises
{
    public static void Check(byte[] value, bool isText)
    {
        var normal = PersonalValue.Normalise(value, new byte[value.Length]).ToArray();
        if (isText)
        {
            PromiseBroken.Unless(PersonalValue.Normalise(normal, new byte[normal.Length]).SequenceEqual(normal), "normalised once is normal");
        }

        PromiseBroken.Unless(PersonalValue.Mask(value).Contains('*', StringComparison.Ordinal), "a mask hides something");
    }
}
