using Npgsql;

namespace FundWatch.Data.Files.Query;

/// <summary>The present row of a query, as the seam's cells.</summary>
internal sealed class SpoolRow : RowReader
{
    public override bool HasFixedWidth => false;
    public override string Format => "query";

    public void Take(NpgsqlDataReader reader, int columns, long number)
    {
        Begin();
        LineNumber = number;
        for (var i = 0; i < columns; i++)
        {
            var start = Used;
            if (!reader.IsDBNull(i))
            {
                Put(reader.GetFieldValue<byte[]>(i));
            }

            Add(start, Used);
        }
    }

    public override bool Read() => false;

    public override void Dispose()
    {
    }
}
