using System.Security.Cryptography;
using System.Text;

namespace FundWatch.Data.Postgres;

/// <summary>
/// The one secret of an installation and what is derived from it (HKDF-SHA256). Losing the key loses the clear personal data; keep a copy apart from
/// the backups. Several machines on one database share it: copy <c>keys/master.key</c>, or set <c>FUNDWATCH__MasterKey</c> (base64).
/// </summary>
public sealed class Keys
{
    private readonly byte[] _master;

    private Keys(byte[] master)
    {
        _master = master;
        Pseudonym = Derive("pseudonym");
        Vault = Derive("vault");
    }

    /// <summary>32 bytes: the key of the tokens that stand for personal data.</summary>
    public byte[] Pseudonym { get; }

    /// <summary>32 bytes: the key of clear values kept encrypted.</summary>
    public byte[] Vault { get; }

    /// <summary>Tells two keys apart without telling the key: stored with the database it belongs to.</summary>
    public string Check => Convert.ToHexStringLower(Derive("check"));

    /// <summary>The password of a database login of this installation.</summary>
    public string Password(string login) => Convert.ToHexStringLower(Derive($"login:{login}"));

    public static Keys Open(DataDirectory directory)
    {
        var given = Environment.GetEnvironmentVariable("FUNDWATCH__MasterKey");
        if (!string.IsNullOrEmpty(given))
        {
            return new Keys(Decode(given, "FUNDWATCH__MasterKey"));
        }

        var path = Path.Combine(directory.Keys, "master.key");
        if (!File.Exists(path))
        {
            WriteNew(path);
        }

        return new Keys(Decode(File.ReadAllText(path).Trim(), path));
    }

    private static void WriteNew(string path)
    {
        // Two processes may start at once: each writes its own file, the first to move it into place wins.
        var mine = $"{path}.{Environment.ProcessId}";
        using (var file = new FileStream(mine, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(mine, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(mine);
        }
    }

    private static byte[] Decode(string text, string where)
    {
        var master = new byte[32];
        if (Convert.TryFromBase64String(text, master, out var written) && written == 32)
        {
            return master;
        }

        throw new FundWatchSetupException($"{where} 中的密钥无效：应为 32 字节的 base64。请从备份恢复。",
            $"The key in {where} is not valid: 32 bytes in base64 expected. Restore it from the backup.");
    }

    private byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _master, 32, info: Encoding.ASCII.GetBytes($"fundwatch:{purpose}"));
}
