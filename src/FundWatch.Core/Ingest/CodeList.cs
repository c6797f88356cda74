using System.Text;
using FundWatch.Core.Records;

namespace FundWatch.Core.Ingest;

/// <summary>The allowed values of a column such as 餐别 (早 中 晚), with the other spellings that offices use for them.</summary>
public sealed class CodeList
{
    private static readonly (string Code, string[] Others)[] _spellings =
    [
        ("早", ["早餐", "早饭", "breakfast"]), ("中", ["中餐", "午餐", "午", "午饭", "lunch"]), ("晚", ["晚餐", "晚饭", "dinner"]),
        ("省", ["省级", "省直"]), ("市", ["市级", "市直", "地市级"]), ("县", ["县级", "区", "区级", "县区级", "区县级", "县直", "旗"]), ("乡", ["乡级", "镇", "乡镇", "乡镇级", "街道"]),
        ("中央", ["国家", "国家级", "中央级"]),
        ("转账", ["银行转账", "对公转账", "汇款"]), ("公务卡", ["公务卡支付", "公务卡结算"]), ("扫码", ["扫码支付", "微信", "支付宝", "移动支付"]), ("现金", ["现金支付"]),
        ("公开招标", ["公开", "公开招标采购"]), ("邀请招标", ["邀请", "邀标"]), ("竞争性谈判", ["谈判", "竞谈", "竞争性谈判采购"]), ("竞争性磋商", ["磋商", "竞磋", "竞争性磋商采购"]), ("询价", ["询价采购"]), ("单一来源", ["单一来源采购"]), ("直接发包", ["直接委托"]),
        ("有效", ["有效投标", "valid"]), ("否决", ["否决投标", "废标", "无效"]), ("撤回", ["撤回投标", "已撤回"]),
        ("变更", ["设计变更", "工程变更"]), ("签证", ["现场签证", "工程签证"]), ("支付", ["进度款支付", "付款"]), ("结算", ["竣工结算"]),
        ("存续", ["在业", "开业", "在营", "存续（在营、开业、在册）", "存续(在营、开业、在册)"]), ("注销", ["已注销"]), ("吊销", ["已吊销", "吊销,未注销", "吊销，未注销"]),
        ("放假", ["节假日", "假日", "休"]), ("调休上班", ["调休", "补班", "上班", "班"]),
    ];

    private readonly (byte[] Spelling, byte[] Code)[] _entries;

    private CodeList(string[] codes)
    {
        Codes = codes;
        _entries = codes.Select(c => (c, c))
            .Concat(_spellings.Where(s => codes.Contains(s.Code)).SelectMany(s => s.Others.Select(o => (o, s.Code))))
            .Select(p => (Encoding.UTF8.GetBytes(p.Item1), Encoding.UTF8.GetBytes(p.Item2))).ToArray();
    }

    public IReadOnlyList<string> Codes { get; }

    /// <summary>The list of a column, or null where it takes any text. Read from the contract's own words: 早 中 晚.</summary>
    public static CodeList? Of(Column column)
    {
        if (column.Type != ColumnType.Text)
        {
            return null;
        }

        var words = column.Note.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && words.All(w => w.All(c => c >= 0x4E00)) ? new CodeList(words) : null;
    }

    /// <summary>The code that a trimmed cell means, blanks within it aside; or false.</summary>
    public bool TryFind(ReadOnlySpan<byte> cell, out ReadOnlySpan<byte> code)
    {
        if (cell.Length <= 64 && cell.Contains((byte)' '))
        {
            Span<byte> closed = stackalloc byte[cell.Length];
            var length = 0;
            foreach (var b in cell)
            {
                closed[length] = b;
                length += b == ' ' ? 0 : 1;
            }

            if (TryFindClosed(closed[..length], out code))
            {
                return true;
            }
        }

        if (TryFindClosed(cell, out code))
        {
            return true;
        }

        code = cell;
        return false;
    }

    private bool TryFindClosed(scoped ReadOnlySpan<byte> cell, out ReadOnlySpan<byte> code)
    {
        foreach (var entry in _entries)
        {
            if (cell.SequenceEqual(entry.Spelling))
            {
                code = entry.Code;
                return true;
            }
        }

        code = default;
        return false;
    }
}
