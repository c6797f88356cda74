using System.Buffers.Binary;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.Data.Ingest.Quality.Profile;

/// <summary>What is counted of one column while its rows are encoded.</summary>
internal sealed class ColumnCollector
{
    private const long MicrosADay = 86_400_000_000, ShanghaiMicros = 8L * 3_600_000_000;
    private static readonly int _epoch = new DateOnly(2000, 1, 1).DayNumber;
    private static readonly int _founded = new DateOnly(1949, 10, 1).DayNumber - _epoch;

    // Plans, deadlines and validity lie in the future as a rule.
    private static readonly HashSet<string> _mayBeFuture = ["disburse_due_on", "until", "valid_from", "valid_to", "day", "bid_deadline", "bid_opened_at", "month"];

    private readonly bool _isSupplied, _isMoney;
    private readonly Reading _reading;
    private readonly int _today;
    private readonly DistinctCount _distinct = new();
    private readonly CodeCounts? _codes;
    private readonly Dictionary<string, long> _refused = [];
    private readonly List<(uint Draw, double Value)> _sample = new(2 * LoadProfile.SampleRows);
    private long _told, _future, _early;
    private double _min = double.PositiveInfinity, _max = double.NegativeInfinity;

    /// <param name="today">The day of the load: what lies behind it is in the future.</param>
    public ColumnCollector(RecordStream stream, ColumnSource source, DateOnly today)
    {
        Name = source.Column.Name;
        _isSupplied = source.Cells.Length > 0 || source.Constant is not null;
        var kind = CellKinds.Of(stream, source.Column);
        _reading = kind switch
        {
            CellKind.Money or CellKind.Decimal or CellKind.Percent => Reading.Numeric,
            CellKind.Count => Reading.Count,
            CellKind.Date or CellKind.Month => Reading.Day,
            CellKind.Timestamp => Reading.Moment,
            _ => Reading.Text,
        };
        _isMoney = kind == CellKind.Money;
        _codes = kind is CellKind.List or CellKind.Region or CellKind.RegionPrefix ? new CodeCounts() : null;
        _today = _mayBeFuture.Contains(Name) ? int.MaxValue : today.DayNumber - _epoch;
    }

    public string Name { get; }

    /// <summary>Of amounts: their sum so far in hundredths, which a double holds exactly up to 90 trillion yuan.</summary>
    public double Hundredths { get; private set; }

    private enum Reading { Text, Numeric, Count, Day, Moment }

    /// <summary>True for numbers and dates, whose every value is looked at.</summary>
    public bool IsMeasured => _reading != Reading.Text;

    /// <summary>Tells an encoded value from those before it.</summary>
    /// <param name="weight">For how many rows its row stands.</param>
    public void Tell(ReadOnlySpan<byte> value, uint weight)
    {
        _told++;
        var hash = ValueHash.Of(value);
        _distinct.Add(hash);
        _codes?.Add(hash, value, weight);
    }

    /// <summary>Takes a number or date, encoded, without its length; false where it is remarkable: smallest or largest so far, in the future, too early.</summary>
    public bool Measure(ReadOnlySpan<byte> value)
    {
        var number = Number(value);
        var isPlain = number >= _min && number <= _max;
        _min = number < _min ? number : _min;
        _max = number > _max ? number : _max;
        if (_isMoney)
        {
            Hundredths += Math.Round(number * 100);
        }

        if (_reading >= Reading.Day)
        {
            var (isFuture, isEarly) = (number >= (double)_today + 1, number < _founded);
            _future += isFuture ? 1 : 0;
            _early += isEarly ? 1 : 0;
            isPlain &= !isFuture && !isEarly;
        }

        return isPlain;
    }

    /// <param name="draw">Of its row.</param>
    public void Sample(ReadOnlySpan<byte> value, uint draw)
    {
        if (_reading != Reading.Text)
        {
            _sample.Add((draw, Number(value)));
        }
    }

    /// <summary>Keeps the values of rows that are still in the sample.</summary>
    public void ThinOut(Func<uint, bool> isSampled) => _sample.RemoveAll(s => !isSampled(s.Draw));

    public void Refuse(string code) => _refused[code] = _refused.GetValueOrDefault(code) + 1;

    /// <param name="filled">Rows with a value, of which <see cref="Tell"/> has seen all or some.</param>
    public ColumnSummary Summary(long filled, IReadOnlyDictionary<string, long> warned)
    {
        var sorted = _sample.Select(s => Shown(s.Value)).Order().ToArray();
        var isDate = _reading >= Reading.Day;
        return new ColumnSummary(Name, _isSupplied, filled, _refused, warned, Distinct(filled),
            _reading == Reading.Text ? ColumnSummary.TextKind : isDate ? ColumnSummary.DateKind : ColumnSummary.NumberKind,
            _max >= _min ? ValueRange.Of(sorted, Shown(_min), Shown(_max)) : null,
            _future, _early, _codes?.ToDictionary(filled))
        {
            CodesFrom = _codes is null ? 0 : _told,
            ApproximateDistinct = !_distinct.IsExact || _told < filled,
        };
    }

    // Where only some rows were looked at: values that hardly ever repeat go on not repeating, the others have all been seen.
    private long Distinct(long filled)
    {
        var seen = Math.Min(_distinct.Count(), _told);
        return _told < filled && seen > 0.9 * _told ? (long)((double)seen / _told * filled) : seen;
    }

    private double Number(ReadOnlySpan<byte> value) => _reading switch
    {
        Reading.Numeric => PgNumber.Numeric(value),
        Reading.Moment => (double)(BinaryPrimitives.ReadInt64BigEndian(value) + ShanghaiMicros) / MicrosADay,
        _ => BinaryPrimitives.ReadInt32BigEndian(value),
    };

    private double Shown(double number) => _reading >= Reading.Day ? number + _epoch : number;
}
