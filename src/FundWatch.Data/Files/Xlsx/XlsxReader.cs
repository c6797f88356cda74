namespace FundWatch.Data.Files.Xlsx;

public sealed class XlsxReader : RowReader
{
    public XlsxReader(string path, string? sheet) => throw new FileRefused("unsupported_format", "", "");
    public override bool HasFixedWidth => false;
    public override string Format => "xlsx";
    public override bool Read() => false;
    public override void Dispose()
    {
    }
}
