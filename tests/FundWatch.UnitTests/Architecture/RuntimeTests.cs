using System.Text.Json;

namespace FundWatch.UnitTests.Architecture;

/// <summary>The program runs as setup/Runtime.props means it to: MSBuild passes a misspelt property over, and web projects have defaults of their own.</summary>
public class RuntimeTests
{
    [Theory]
    [InlineData("System.GC.Server", "False")]
    [InlineData("System.GC.Concurrent", "False")]
    [InlineData("System.GC.ConserveMemory", "7")]
    [InlineData("System.Runtime.TieredPGO", "False")]
    [InlineData("System.Runtime.TieredCompilation.CallCountThreshold", "8192")]
    public void The_program_is_told_how_to_run(string setting, string value)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fundwatch.runtimeconfig.json")));
        config.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty(setting).ToString().Should().Be(value);
    }
}
