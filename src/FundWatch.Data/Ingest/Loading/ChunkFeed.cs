using System.Threading.Channels;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Reads and encodes the rows of one batch on one thread, and hands them over in chunks; chunks that are written come back empty.</summary>
/// <param name="small">How many of the first chunks are small: as many as write at once, so that all begin early.</param>
internal sealed class ChunkFeed(RowReader reader, Layout layout, RowEncoder encoder, ChannelWriter<Chunk> full, ChannelReader<Chunk> free, int small)
{
    /// <summary>Ends the channel of full chunks in any case; what goes wrong is thrown on its other side.</summary>
    /// <param name="committed">Rows at the file's beginning that were dealt with before a kill.</param>
    public async Task RunAsync(long committed, CancellationToken ct)
    {
        try
        {
            layout.PassHeader(reader);
            var headerLine = layout.HeaderRow > 0 ? reader.LineNumber : 0;
            var (row, begin) = (0L, committed);
            var handedOver = 0;
            var chunk = await free.ReadAsync(ct);
            while (reader.Read())
            {
                encoder.Encode(reader, chunk);
                row++;
                if (row <= committed)
                {
                    // Its key is remembered, the rest is not needed again.
                    if (row == committed || chunk.IsFull())
                    {
                        ct.ThrowIfCancellationRequested();
                        chunk.Clear();
                    }

                    continue;
                }

                // Of a file that is soon at its end no part is written early: where it breaks off, it leaves nothing behind as long as it is one chunk.
                if (chunk.IsFull(isFirst: handedOver < small && reader.Progress < 0.1))
                {
                    await HandOverAsync(chunk, begin, row, reader.Progress, ct);
                    chunk = await free.ReadAsync(ct);
                    begin = row;
                    handedOver++;
                }
            }

            encoder.Profile?.End(reader, headerLine);
            if (chunk.Rows + chunk.Skipped > 0)
            {
                await HandOverAsync(chunk, begin, row, progress: 1, ct);
            }

            full.Complete();
        }
        catch (Exception e) // handed to the writing side, which throws it
        {
            full.TryComplete(e);
        }
    }

    private ValueTask HandOverAsync(Chunk chunk, long begin, long row, double progress, CancellationToken ct)
    {
        (chunk.StartRow, chunk.EndRow) = (begin, row);
        chunk.Progress = progress;
        return full.WriteAsync(chunk, ct);
    }
}
