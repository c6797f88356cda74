using System.Text.Unicode;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Columnar;

/// <summary>Rows put together from columns. Each column writes its value of the present row straight into the row's bytes.</summary>
internal abstract class ColumnarReader : RowReader
{
    /// <summary>A wider table is no list of records.</summary>
    public const int MostColumns = 2_048;

    protected ColumnarReader()
    {
        // Every text is checked when it is written: a bad one is marked, cell by cell.
        IsKnownValid = true;
        Buffer = new byte[16 * 1024];
    }

    public override bool HasFixedWidth => false;

    /// <summary>A cell of typed bytes.</summary>
    public void Value(in CellType type, ReadOnlySpan<byte> raw)
    {
        if (type.Kind == ValueKind.Text)
        {
            Text(raw, Utf8.IsValid(raw));
            return;
        }

        var start = Used;
        Used += ValueText.Write(type, raw, Room(ValueText.Longest));
        Add(start, Used);
    }

    /// <summary>A cell of text.</summary>
    public void Text(ReadOnlySpan<byte> text, bool isText)
    {
        var start = Used;
        Put(text);
        if (!isText)
        {
            Mark(Count, CellIssue.BadEncoding);
        }

        Add(start, Used);
    }

    public void Nothing() => Add(Used, Used);
}
