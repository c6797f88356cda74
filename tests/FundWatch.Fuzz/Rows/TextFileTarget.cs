using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Fuzz.Rows;

/// <summary>A whole file from its first look on: format, encoding, dialect, parts, header. It may be refused, with words; nothing else may come of it.</summary>
internal static class TextFileTarget
{
    private static readonly string _path = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"fundwatch-fuzz-{Environment.ProcessId}");

    public static void Run(byte[] input)
    {
        var path = $"{_path}-{Environment.CurrentManagedThreadId}"; // tests replay in parallel
        try
        {
            File.WriteAllBytes(path, input);
            var file = SourceFile.Probe(path);
            PromiseBroken.Unless(file.Size == input.Length, "the size is the file's");
            foreach (var part in file.Parts())
            {
                var rows = ReadRows.Of(() => file.OpenRows(part.Name));
                rows.MustBe(ReadRows.Of(() => file.OpenRows(part.Name)), "read a second time");
            }

            using var header = file.OpenRows();
            _ = HeaderRecognition.Recognise(header, null, path);
        }
        catch (FileRefused refused)
        {
            PromiseBroken.Unless(refused.Code.Length > 0 && refused.Zh.Length > 0 && refused.En.Length > 0, "a refusal has a code and words in both languages");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
