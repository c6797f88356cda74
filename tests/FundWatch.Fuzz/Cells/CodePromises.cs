using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Fuzz.Cells;

/// <summary>Division codes, credit codes, identity numbers and lists of values.</summary>
internal static class CodePromises
{
    private static readonly CodeList[] _lists = [.. RecordStreams.All.SelectMany(s => s.Columns).Select(CodeList.Of).OfType<CodeList>()];

    public static void Check(byte[] cell)
    {
        Region(cell, allowPrefix: false);
        Region(cell, allowPrefix: true);
        PromiseBroken.Unless(!CreditCode.IsValid(cell) || CreditCode.HasForm(cell), "a valid credit code has its form");
        PromiseBroken.Unless(!CreditCode.LooksMeant(cell) || CreditCode.HasForm(cell), "what is meant as a credit code has its form");
        if (CreditCode.HasForm(cell))
        {
            byte[] right = [.. cell[..17], (byte)CreditCode.CheckCharacter(cell)];
            PromiseBroken.Unless(CreditCode.IsValid(right), "the check character makes the code valid");
            PromiseBroken.Unless(CreditCode.IsValid(cell) == (cell[17] == right[17]), "only one check character is right");
        }

        ResidentNumber(cell);
        foreach (var list in _lists)
        {
            if (list.TryFind(cell, out var code))
            {
                PromiseBroken.Unless(list.TryFind(code, out var again) && again.SequenceEqual(code), "a code of a list means itself");
            }
        }
    }

    private static void Region(byte[] cell, bool allowPrefix)
    {
        var issue = RegionCell.Parse(cell, allowPrefix, out var code);
        if (CellIssues.IsRefusal(issue))
        {
            return;
        }

        PromiseBroken.Unless(code.Length == 6 || (allowPrefix && code.Length is 2 or 4), "a division has six digits");
        var again = RegionCell.Parse(code, allowPrefix, out var same);
        PromiseBroken.Unless(same.SequenceEqual(code) && again == (issue == CellIssue.RegionMapped ? CellIssue.None : issue), "a code that was taken is its own successor");
    }

    private static void ResidentNumber(byte[] cell)
    {
        var verdict = ResidentId.Judge(cell);
        PromiseBroken.Unless(ResidentId.IsValid(cell) == (cell.Length == 18 && verdict is ResidentIdVerdict.Valid or ResidentIdVerdict.CountyYoungerThanHolder), "one verdict on a number");
        var modern = new byte[18];
        if (ResidentId.TryModernise(cell, modern))
        {
            PromiseBroken.Unless(ResidentId.Judge(modern) == verdict, "an old number written anew is as good as it was");
        }
    }
}
