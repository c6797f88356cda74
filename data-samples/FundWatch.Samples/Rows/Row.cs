using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>One row of a stream before it is written. What the generator knows about it beyond its cells are its marks.</summary>
public abstract class Row
{
    public abstract string Stream { get; }

    /// <summary>The natural key; given when the row is written, so that keys follow the calendar and give nothing away.</summary>
    public abstract string Key { get; set; }

    public List<Mark>? Marks { get; private set; }

    /// <summary>Writes the cells in the order of the data contract.</summary>
    public abstract void Fill(RowWriter to);

    public void Add(Mark mark) => (Marks ??= []).Add(mark);
}
