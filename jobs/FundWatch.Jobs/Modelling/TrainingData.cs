using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Apache.Arrow;
using FundWatch.Data.Features;
using FundWatch.Models.Features;

namespace FundWatch.Jobs.Modelling;

/// <summary>The rows a model is fitted on, in one batch of features and peer groups, and the hash of all rows there were.</summary>
/// <param name="Total">Subjects in the feature set; more than <see cref="Batch"/> holds where it had to be thinned.</param>
internal sealed record TrainingData(RecordBatch? Batch, long Total, string Sha256)
{
    /// <summary>
    /// Of more than this many subjects every second one is kept, again and again, so that memory stays bounded: 2^18 rows of 20 features are 21 MB.
    /// </summary>
    public const int MaximumRows = 1 << 18;

    public static async Task<TrainingData> ReadAsync(FeatureReader reader, FeatureSet set, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var kept = new Kept(set.Features.Count);
        FeatureSchema? schema = null;
        await foreach (var batch in reader.ReadAsync(set, ct: ct))
        {
            using (batch)
            {
                schema ??= FeatureSchema.Of(batch);
                var (rows, text) = (new FeatureColumns(batch), new FeatureRowText(batch));
                for (var i = 0; i < rows.Rows; i++)
                {
                    Hash(hash, text.Text("subject_code", i)!, rows, i);
                    kept.Add(rows, i);
                }
            }
        }

        return new TrainingData(schema is null ? null : kept.ToBatch(schema), kept.Seen, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void Hash(IncrementalHash hash, string subject, FeatureColumns rows, int row)
    {
        hash.AppendData(Encoding.UTF8.GetBytes($"{subject}\0{rows.PeerGroup(row)}\0"));
        Span<byte> bits = stackalloc byte[sizeof(float)];
        for (var j = 0; j < rows.Count; j++)
        {
            var value = rows[j][row];
            BinaryPrimitives.WriteInt32LittleEndian(bits, float.IsNaN(value) ? int.MinValue : BitConverter.SingleToInt32Bits(value));
            hash.AppendData(bits);
        }
    }

    private sealed class Kept(int features)
    {
        private readonly List<float>[] _columns = [.. Enumerable.Range(0, features).Select(_ => new List<float>())];
        private readonly List<string> _peers = [];
        private int _stride = 1;

        public long Seen { get; private set; }

        public void Add(FeatureColumns rows, int row)
        {
            if (Seen++ % _stride != 0)
            {
                return;
            }

            if (_peers.Count == MaximumRows)
            {
                Halve();
                if ((Seen - 1) % _stride != 0)
                {
                    return;
                }
            }

            _peers.Add(string.Intern(rows.PeerGroup(row)));
            for (var j = 0; j < _columns.Length; j++)
            {
                _columns[j].Add(rows[j][row]);
            }
        }

        public RecordBatch ToBatch(FeatureSchema schema) => FeatureBatch.Of(schema.Features, [.. _columns.Select(c => c.ToArray())], _peers);

        private void Halve()
        {
            _stride *= 2;
            foreach (var column in _columns)
            {
                Halve(column);
            }

            Halve(_peers);
        }

        private static void Halve<T>(List<T> list)
        {
            for (var i = 0; i < list.Count / 2; i++)
            {
                list[i] = list[2 * i];
            }

            list.RemoveRange(list.Count / 2, list.Count - (list.Count / 2));
        }
    }
}
