using System.Xml.Linq;

namespace FundWatch.UnitTests.Architecture;

/// <summary>Holds the project files to the arrows: Host -> Jobs -> {Models, Data} -> Core; Samples -> Core; Host -> Samples.</summary>
public class ProjectReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["FundWatch.Core"] = [],
        ["FundWatch.Data"] = ["FundWatch.Core"],
        ["FundWatch.Models"] = ["FundWatch.Core"],
        ["FundWatch.Samples"] = ["FundWatch.Core"],
        ["FundWatch.Jobs"] = ["FundWatch.Data", "FundWatch.Models", "FundWatch.Core"],
        ["FundWatch.Host"] = ["FundWatch.Jobs", "FundWatch.Samples", "FundWatch.Data", "FundWatch.Models", "FundWatch.Core"],
    };

    private static readonly string[] BclOnly = ["FundWatch.Core", "FundWatch.Samples"];

    public static TheoryData<string> Projects()
    {
        var data = new TheoryData<string>();
        foreach (var file in ProjectFiles())
        {
            data.Add(Path.GetFileNameWithoutExtension(file));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_where_an_arrow_points(string project)
    {
        Allowed.Should().ContainKey(project, "a new project needs an arrow in architecture and here");
        References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)!).Should().BeSubsetOf(Allowed[project]);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_package_is_named_without_a_version_and_never_in_the_core(string project)
    {
        var document = Load(project);
        document.Descendants("PackageReference").Where(package => package.Attribute("Version") != null).Should().BeEmpty("versions live in Directory.Packages.props");
        if (BclOnly.Contains(project))
        {
            References(project, "PackageReference").Should().BeEmpty();
        }
    }

    [Fact]
    public void Every_arrow_belongs_to_a_project_that_exists() =>
        ProjectFiles().Select(file => Path.GetFileNameWithoutExtension(file)).Should().BeEquivalentTo(Allowed.Keys);

    private static IEnumerable<string> References(string project, string kind) =>
        Load(project).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);

    private static XDocument Load(string project) =>
        XDocument.Load(ProjectFiles().Single(file => Path.GetFileNameWithoutExtension(file) == project));

    private static IEnumerable<string> ProjectFiles() =>
        new[] { "src", "jobs", "models", "data-samples" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.csproj", SearchOption.AllDirectories));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "FundWatch.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
