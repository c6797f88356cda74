using FundWatch.Data.Files.Frames;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>
/// The other process: reads a workbook, whose content nobody vouches for, and answers with its rows as <see cref="RowFrames"/>, one sheet after another. What goes
/// wrong here, memory included, ends this process and not the load.
/// </summary>
public static class SheetProgram
{
    /// <summary>The verb of the program that runs it; not for people.</summary>
    public const string Verb = "read-sheet";

    // Bytes of rows in a block, and blocks sent ahead of those that are known to have been read.
    private const int BlockSize = 128 * 1024, Ahead = 4;

    /// <param name="args">The file and its name for messages.</param>
    /// <param name="requests">See <see cref="SheetRequest"/>.</param>
    public static int Run(ReadOnlySpan<string> args, Stream requests, Stream output)
    {
        if (args is not [var content, var path])
        {
            return 2;
        }

        using var buffered = new BufferedStream(output, BlockSize);
        var frames = new RowFrames(buffered);
        Workbook? workbook = null;
        try
        {
            while (SheetRequest.TryRead(requests, out var verb, out var sheet))
            {
                if (verb is SheetVerb.More or SheetVerb.Enough)
                {
                    continue; // said of rows that have ended meanwhile
                }

                try
                {
                    workbook ??= new Workbook(path, content);
                    Answer(workbook, verb, sheet, frames, requests, buffered);
                    frames.Text(FrameKind.End);
                }
                catch (FileRefused refused)
                {
                    frames.Text(FrameKind.Refused, refused.Code, refused.Zh, refused.En);
                    workbook?.Dispose();
                    workbook = null; // a sheet must not be read otherwise for what was wrong with another
                }

                buffered.Flush();
            }
        }
        catch (OutOfMemoryException)
        {
            return SheetProcess.OutOfMemory;
        }
        catch (IOException)
        {
            return 1; // whoever asked is gone
        }
        finally
        {
            workbook?.Dispose();
        }

        return 0;
    }

    private static void Answer(Workbook workbook, SheetVerb verb, string sheet, RowFrames frames, Stream requests, BufferedStream output)
    {
        if (verb == SheetVerb.Sheets)
        {
            foreach (var name in workbook.Sheets)
            {
                frames.Text(FrameKind.Sheet, name);
            }

            foreach (var name in workbook.HiddenSheets)
            {
                frames.Text(FrameKind.HiddenSheet, name);
            }

            return;
        }

        using var reader = new XlsxReader(workbook, sheet.Length == 0 ? null : sheet, isOwner: false);
        frames.Text(FrameKind.Sheet, reader.Sheet!, (reader.Is1904 ? SheetProcessReader.Calendar1904 : "") + (reader.HasShownNumbers ? SheetProcessReader.Shown : ""));
        var (size, ahead) = (0, 0);
        while (reader.Read())
        {
            size += frames.Row(reader);
            if (size < BlockSize)
            {
                continue;
            }

            frames.Text(FrameKind.Block);
            output.Flush();
            size = 0;
            if (++ahead == Ahead)
            {
                if (!SheetRequest.TryRead(requests, out var said, out _) || said != SheetVerb.More)
                {
                    return;
                }

                ahead--;
            }
        }

        frames.Merged(reader.Merged);
        frames.Scaled(reader.Scaled);
    }
}
