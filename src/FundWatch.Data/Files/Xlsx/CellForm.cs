namespace FundWatch.Data.Files.Xlsx;

/// <summary>How what a cell holds is to be read.</summary>
internal enum CellForm { Nothing, Number, SharedText, Boolean, Error, Text }

internal static class CellForms
{
    /// <param name="t">Attribute t, ECMA-376 18.18.11; str (a formula's text), inlineStr, d (an ISO date) and what is not known are text.</param>
    public static CellForm Of(ReadOnlySpan<byte> t) => t.Length switch
    {
        0 => CellForm.Number,
        1 => t[0] switch
        {
            (byte)'n' => CellForm.Number,
            (byte)'s' => CellForm.SharedText,
            (byte)'b' => CellForm.Boolean,
            (byte)'e' => CellForm.Error,
            _ => CellForm.Text,
        },
        _ => CellForm.Text,
    };
}
