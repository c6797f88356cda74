using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Privacy;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>What the cells of one row have in common while it is being read: reasons, warnings, the month, room to work in.</summary>
internal sealed class RowContext(Tokens tokens, bool checkUtf8)
{
    private bool _isRowSound;

    public Tokens Tokens => tokens;

    /// <summary>True where the present row's text must be looked at cell by cell before PostgreSQL sees it.</summary>
    public bool ChecksUtf8 => checkUtf8 && !_isRowSound;

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

    // True where what is said and written is taken back: then no person is met.
    private bool IsTrial { get; init; }

    /// <summary>Another of its kind, for trying cells out: whoever is met in it is not put into the vault, so no token comes of it.</summary>
    public RowContext ForTrial() => new(tokens, checkUtf8) { IsTrial = true };

    /// <summary>The token of a person's value, which goes into the vault; nothing in a trial.</summary>
    public ReadOnlySpan<byte> TokenOf(ReadOnlySpan<byte> value) => IsTrial ? default : tokens.Of(value, Vault);

    public void Begin(List<VaultEntry> vault)
    {
        Vault = vault;
        Refusals.Clear();
        Warnings.Clear();
    }

    /// <summary>Looks at a row's text at once, where all of it lies in one piece: nearly every row is sound, and none of its cells needs a look then.</summary>
    /// <param name="row">Empty where its cells are to be looked at one by one.</param>
    public void Look(ReadOnlySpan<byte> row) => _isRowSound = checkUtf8 && !row.IsEmpty && TextEncoding.IsSound(row);

    public Span<byte> Room(int length) => Room(ref Scratch, length);

    /// <summary>Room beside the other.</summary>
    public Span<byte> JoinedRoom(int length) => Room(ref Joined, length);

    private static Span<byte> Room(ref byte[] bytes, int length)
    {
        if (bytes.Length < length)
        {
            bytes = new byte[length * 2];
        }

        return bytes.AsSpan(0, length);
    }
}
