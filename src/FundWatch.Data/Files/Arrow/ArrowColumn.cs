using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Files.Arrow;

/// <summary>One column of one record batch: its buffers read forwards, row by row.</summary>
internal sealed class ArrowColumn(ArrowLayout layout, CellType type, BufferWindow? validity, BufferWindow? values, BufferWindow? texts, RenderedValues? dictionary) : IDisposable
{
    private readonly byte[] _boolean = new byte[1];
    private int _validBits, _bits, _bit;
    private long _end = -1;

    public void Next(ColumnarReader row)
    {
        var isValid = IsValid();
        if (Take() is var raw && !isValid)
        {
            row.Nothing();
        }
        else if (dictionary is not null)
        {
            var text = dictionary.Get(ValueText.Integer(raw), out var isText);
            row.Text(text, isText);
        }
        else
        {
            row.Value(type, raw);
        }
    }

    /// <summary>Takes all values of a dictionary batch.</summary>
    public void Render(RenderedValues to, long count)
    {
        for (long i = 0; i < count; i++)
        {
            var isValid = IsValid();
            var raw = Take();
            if (isValid)
            {
                to.Add(type, raw);
            }
            else
            {
                to.AddNothing();
            }

            if (to.Bytes > RenderedValues.MostBytes)
            {
                throw new FileRefused("too_large", "该 Arrow 文件的字典过大，超出内存上限。请改为普通文本列后重新写出。",
                    "A dictionary of this Arrow file is larger than memory allows. Write the column as plain text.");
            }
        }
    }

    public void Dispose()
    {
        validity?.Dispose();
        values?.Dispose();
        texts?.Dispose();
    }

    private bool IsValid()
    {
        if (layout == ArrowLayout.Nothing)
        {
            return false;
        }

        if (validity is null)
        {
            return true;
        }

        if (_bit == 0)
        {
            _validBits = validity.Take(1)[0];
        }

        var isValid = (_validBits >> _bit & 1) != 0;
        if (layout != ArrowLayout.Bits)
        {
            _bit = (_bit + 1) & 7;
        }

        return isValid;
    }

    // What lies in the place of a null is taken too, so that all buffers stay in step.
    private ReadOnlySpan<byte> Take()
    {
        switch (layout)
        {
            case ArrowLayout.Fixed:
                return values!.Take(type.Width);
            case ArrowLayout.Bits:
                if (_bit == 0)
                {
                    _bits = values!.Take(1)[0];
                }

                _boolean[0] = (byte)(_bits >> _bit & 1);
                _bit = (_bit + 1) & 7;
                return _boolean;
            case ArrowLayout.Texts or ArrowLayout.LargeTexts:
                return TakeText();
            default:
                return default;
        }
    }

    private ReadOnlySpan<byte> TakeText()
    {
        var width = layout == ArrowLayout.Texts ? 4 : 8;
        if (_end < 0)
        {
            _end = ValueText.Integer(values!.Take(width));
            texts!.Skip(_end >= 0 ? _end : throw new FormatException("a negative offset"));
        }

        var next = ValueText.Integer(values!.Take(width));
        var length = next - _end;
        _end = next;
        return length is >= 0 and <= int.MaxValue ? texts!.Take((int)length) : throw new FormatException("offsets that run backwards");
    }
}
