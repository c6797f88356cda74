using FundWatch.Core.Ingest;
using FundWatch.Data.Ingest.Privacy;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>What the cells of one row have in common while it is being read: reasons, warnings, the month, room to work in.</summary>
internal sealed class RowContext(Tokens tokens, bool checkUtf8)
{
    public Tokens Tokens => tokens;

    /// <summary>True where text must be looked at before PostgreSQL sees it.</summary>
    public bool ChecksUtf8 => checkUtf8;

    public List<VaultEntry> Vault { get; private set; } = [];
    public List<(int Column, CellIssue Issue, string Found, string More)> Refusals { get; } = [];
    public List<string> Warnings { get; } = [];

    /// <summary>First day of the month that the row belongs to, in a partitioned stream.</summary>
    public DateOnly Month { get; set; }

    /// <summary>The unit of measure that the row itself names; null where rows of the stream name none, or none is at hand.</summary>
    public Func<string>? Unit { get; set; }

    /// <summary>The unit that a quantity should have been in.</summary>
    public string ExpectedUnit { get; set; } = "";

    /// <summary>Work space for folding and joining; grows to the longest cell.</summary>
    public byte[] Scratch = new byte[4096], Joined = new byte[4096];

    /// <summary>Another of its kind.</summary>
    public RowContext Alike() => new(tokens, checkUtf8);

    public void Begin(List<VaultEntry> vault)
    {
        Vault = vault;
        Refusals.Clear();
        Warnings.Clear();
    }

    public Span<byte> Room(int length)
    {
        if (Scratch.Length < length)
        {
            Scratch = new byte[length * 2];
        }

        return Scratch.AsSpan(0, length);
    }
}
