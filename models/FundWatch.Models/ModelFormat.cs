using System.Text;
using FundWatch.Models.Features;

namespace FundWatch.Models;

/// <summary>
/// The bytes of a stored model, little-endian:
/// <code>
/// "FWM" 0x01            magic and version of this envelope
/// string                detector name (length-prefixed UTF-8, as BinaryWriter writes it)
/// uint16                version of the detector's own payload
/// int32, then per feature: string name, byte direction (0 both, 1 high, 2 low)
/// payload               written and read by the detector; documented on its Save method
/// </code>
/// Nothing in it depends on time, machine or thread count: equal models are equal bytes.
/// </summary>
public static class ModelFormat
{
    private static ReadOnlySpan<byte> Magic => "FWM\u0001"u8;

    public static byte[] ToBytes(IFittedDetector model)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            model.Save(writer);
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">Not a model, one of a version that is not known here, or one cut short.</exception>
    public static IFittedDetector Load(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        try
        {
            return Read(reader);
        }
        catch (EndOfStreamException cutShort)
        {
            throw new InvalidDataException("The bytes of this model end too early.", cutShort);
        }
    }

    internal static IFittedDetector Read(BinaryReader reader)
    {
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
        {
            throw new InvalidDataException("These bytes are not a FundWatch model of format 1.");
        }

        var name = reader.ReadString();
        var version = reader.ReadUInt16();
        var features = new Feature[reader.ReadInt32()];
        for (var j = 0; j < features.Length; j++)
        {
            features[j] = new Feature(reader.ReadString(), (Direction)reader.ReadByte());
        }

        return Detectors.Read(name, version, new FeatureSchema(features), reader);
    }

    internal static void WriteHeader(BinaryWriter writer, IFittedDetector model, ushort version)
    {
        writer.Write(Magic);
        writer.Write(model.Name);
        writer.Write(version);
        writer.Write(model.Features.Count);
        foreach (var feature in model.Features.Features)
        {
            writer.Write(feature.Name);
            writer.Write((byte)feature.Direction);
        }
    }

    internal static void WriteFloats(this BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    internal static float[] ReadFloats(this BinaryReader reader)
    {
        var values = new float[reader.ReadInt32()];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadSingle();
        }

        return values;
    }
}
