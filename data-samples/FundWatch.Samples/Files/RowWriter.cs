namespace FundWatch.Samples.Files;

/// <summary>Takes one row's values in the order of the data contract and writes them the way the file's style has it.</summary>
public abstract class RowWriter : IDisposable
{
    /// <summary>Rows written below the header.</summary>
    public long Rows { get; protected set; }

    public abstract void Text(string? value);

    public abstract void Date(DateOnly? value);

    public abstract void Time(DateTime? value);

    public abstract void Month(DateOnly value);

    /// <param name="value">Yuan.</param>
    public abstract void Money(decimal? value);

    public abstract void Number(decimal? value);

    public abstract void Count(int? value);

    /// <summary>Ends the row; values not given stay empty.</summary>
    public abstract void EndRow();

    /// <summary>Until the row ends, the cell in this column holds the text instead of its value.</summary>
    public abstract void BreakCell(int column, string text);

    /// <summary>Writes the last row once more, exactly.</summary>
    public abstract void RepeatLastRow();

    public abstract void Dispose();
}
