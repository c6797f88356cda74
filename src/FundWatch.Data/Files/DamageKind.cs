namespace FundWatch.Data.Files;

/// <summary>What can be wrong with the bytes of a file. Readers name the kind where they find it: nobody has to guess it from the words of an exception.</summary>
internal enum DamageKind
{
    /// <summary>The end is missing.</summary>
    CutShort,
    /// <summary>A place that the format marks holds something else.</summary>
    WrongMark,
    /// <summary>An offset or length that leads outside the file or its part, or backwards.</summary>
    WrongPlace,
    NotUnpacked,
    WrongChecksum,
    /// <summary>Values, rows or bytes, said in two places.</summary>
    CountsDiffer,
    /// <summary>A cell points at an entry that its dictionary or the shared texts do not have.</summary>
    NoSuchEntry,
    UnknownEncoding,
    NotUtf8,
    TooDeep,
    TooLarge,
    BrokenXml,
    BrokenJson,
    PartMissing,
    /// <summary>Metadata in a form that the format does not know.</summary>
    WrongStructure,
}

internal static class DamageKinds
{
    /// <summary>A clause without a full stop.</summary>
    public static (string Zh, string En) Words(this DamageKind kind) => kind switch
    {
        DamageKind.CutShort => ("文件不完整，后面的内容缺失（下载或复制可能中断）", "the file breaks off, its end is missing (a copy or download may have been cut short)"),
        DamageKind.WrongMark => ("标记不是该格式应有的", "a mark is not the one that the format has there"),
        DamageKind.WrongPlace => ("内部所写的位置或长度不可能（超出文件或所在部分，或前后颠倒）", "an offset or length in it is impossible (outside the file or its part, or running backwards)"),
        DamageKind.NotUnpacked => ("压缩块无法解压", "a compressed block does not unpack"),
        DamageKind.WrongChecksum => ("校验和不符（内容被改动或传输出错）", "a checksum does not match (bytes were changed on the way)"),
        DamageKind.CountsDiffer => ("内部所写的数目或长度前后不一致", "counts or lengths in it do not agree"),
        DamageKind.NoSuchEntry => ("单元格引用了不存在的字典条目或共享文本", "a cell points at an entry of a dictionary, or a shared text, that does not exist"),
        DamageKind.UnknownEncoding => ("编码方式或类型无法识别", "an encoding or type in it is not known"),
        DamageKind.NotUtf8 => ("文字不是有效的 UTF-8", "a text in it is not valid UTF-8"),
        DamageKind.TooDeep => ("嵌套层数超过上限", "it is nested deeper than is allowed"),
        DamageKind.TooLarge => ("有一项内容大得超过上限", "something in it is larger than is allowed"),
        DamageKind.BrokenXml => ("XML 语法有误", "its XML is broken"),
        DamageKind.BrokenJson => ("JSON 语法有误", "its JSON is broken"),
        DamageKind.PartMissing => ("缺少应有的部分", "a part that it must have is missing"),
        _ => ("内部结构不符合该格式", "its inner structure is not what the format allows"),
    };
}
