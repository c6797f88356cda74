namespace FundWatch.Data.Files;

/// <summary>One kind of file: how it is told from others, what its parts are and what reads them. A new format is a class like this one and a line in <see cref="FileFormats"/>.</summary>
public abstract class FileFormat
{
    /// <summary>For people and reports: csv, xlsx, parquet, …</summary>
    public abstract string Name { get; }

    /// <summary>True where only all of the file tells whether it is valid UTF-8.</summary>
    public virtual bool IsText => false;

    /// <summary>True where nothing but the hash needs all of a file before its rows are read.</summary>
    public virtual bool IsReadBesideItsHash => IsText;

    /// <summary>True where the first bytes are this format's; names lie and are asked last.</summary>
    /// <param name="start">At most a megabyte.</param>
    public abstract bool Recognises(ReadOnlySpan<byte> start, string path);

    /// <summary>The parts that are read one after another: sheets, the streams of an OCDS file.</summary>
    /// <exception cref="FileRefused">Damaged, or of a kind that is not read; the words say what to do.</exception>
    public virtual IReadOnlyList<FilePart> Parts(SourceFile file, CancellationToken ct) => [FilePart.Whole];

    /// <summary>Keeps what reading a part begins with for the next part, until it is disposed of; null where nothing is worth keeping.</summary>
    public virtual IDisposable? Hold(SourceFile file) => null;

    /// <param name="part">Name of a part; null for the first.</param>
    /// <exception cref="FileRefused">As above.</exception>
    public abstract RowReader Open(SourceFile file, string? part);
}

/// <summary>What is read of a file in one go.</summary>
/// <param name="Name">Of the sheet; null where the file is one table.</param>
/// <param name="Stream">Where the format says which stream it is.</param>
public sealed record FilePart(string? Name, string? Stream = null)
{
    /// <summary>True for a sheet that is hidden in its workbook: read only where it is named.</summary>
    public bool IsHidden { get; init; }

    public static FilePart Whole { get; } = new((string?)null);
}
