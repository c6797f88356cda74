using System.Text;
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
        Numbers(value);
    }

    private static void Numbers(byte[] value)
    {
        var length = PersonalNumbers.FindInText(value, out var start);
        PromiseBroken.Unless(length == 0 || (length is >= 16 and <= 19 && start >= 0 && start + length <= value.Length && PersonalNumbers.MayHold(value)), "a number that was found is there");
        var inCode = PersonalNumbers.FindInIdentifier(value, out _);
        PromiseBroken.Unless(inCode is 0 or 18 && (inCode == 0 || length > 0), "what is a person's in an identifier is so in a text");
        PromiseBroken.Unless(!PersonalNumbers.MayHold(value) || PersonalNumbers.IsWorthALook(value), "what holds a number is worth a look");
        PromiseBroken.Unless(!ResidentId.IsValid(value) || PersonalNumbers.IsResident(value), "a valid number is a person's");
        PromiseBroken.Unless(PersonalNumbers.FindInText(Encoding.UTF8.GetBytes(PersonalNumbers.Mask(Encoding.UTF8.GetString(value))), out _) == 0, "what people see holds no number");
    }
}
