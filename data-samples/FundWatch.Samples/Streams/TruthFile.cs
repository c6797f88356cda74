using System.Text;
using FundWatch.Samples.Rows;

namespace FundWatch.Samples.Streams;

/// <summary>
/// The answer sheet: one line per story and row it touches. Columns scheme_kind, scheme_id, stream, natural_key, subject_kind, subject_code, note.
/// </summary>
public sealed class TruthFile : IDisposable
{
    /// <summary>The first line.</summary>
    public const string Header = "scheme_kind,scheme_id,stream,natural_key,subject_kind,subject_code,note";

    private readonly StreamWriter _file;
    private readonly SortedDictionary<string, int> _stories = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = [];

    public TruthFile(string path)
    {
        _file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        _file.WriteLine(Header);
    }

    public long Rows { get; private set; }

    /// <summary>How many stories of each kind were written.</summary>
    public IReadOnlyDictionary<string, int> Stories => _stories;

    public void Write(Mark mark, Row row, string subject)
    {
        _file.WriteLine($"{mark.Story.Kind},{mark.Story.Id},{row.Stream},{row.Key},{mark.SubjectKind},{subject},{mark.Story.Note.Replace(',', '，')}");
        Rows++;
        if (_seen.Add(mark.Story.Id))
        {
            _stories[mark.Story.Kind] = _stories.GetValueOrDefault(mark.Story.Kind) + 1;
        }
    }

    public void Dispose() => _file.Dispose();
}
