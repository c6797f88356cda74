using System.Text;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Postgres;

namespace FundWatch.UnitTests.Ingest;

public sealed class TokensTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-tokens-").FullName;
    private readonly Keys _keys;
    private readonly VaultCipher _cipher;

    public TokensTests() => (_keys, _cipher) = (Keys.Open(DataDirectory.Open(_folder)), new VaultCipher(Keys.Open(DataDirectory.Open(_folder))));

    public void Dispose()
    {
        _cipher.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Values_that_come_back_are_put_into_the_vault_once()
    {
        var tokens = new Tokens(_keys, _cipher);
        var vault = new List<VaultEntry>();
        for (var i = 0; i < 100_000; i++)
        {
            tokens.Of(Encoding.UTF8.GetBytes($"云南省昆明市盘龙区某某路 {i * 7919 % 20_000} 号"), vault);
        }

        vault.Select(v => v.Token).Distinct().Should().HaveCount(20_000);
        vault.Should().HaveCountLessThan(20_200, "once in a while four that share two pairs push one another out");
    }

    [Fact]
    public void A_value_has_one_token_remembered_or_not_in_whatever_load()
    {
        var (one, other, vault) = (new Tokens(_keys, _cipher), new Tokens(_keys, _cipher), new List<VaultEntry>());
        for (var i = 0; i < 300_000; i++)
        {
            one.Of(Encoding.UTF8.GetBytes($"p{i}"), vault); // more than it remembers
        }

        var token = Encoding.ASCII.GetString(other.Of("p5"u8, vault));
        Encoding.ASCII.GetString(one.Of("p5"u8, vault)).Should().Be(token).And.Be(one.Of("p5"));
        Encoding.ASCII.GetString(one.Of("p5"u8, vault)).Should().Be(token).And.Match("p_*").And.HaveLength(24);
    }
}
