namespace FundWatch.Models.Features;

/// <summary>A fitted detector was given another feature set than its own.</summary>
public sealed class FeatureMismatchException(string message) : Exception(message)
{
    internal static FeatureMismatchException Between(FeatureSchema own, FeatureSchema given)
    {
        var ownNames = own.Features.Select(f => f.Name).ToList();
        var givenNames = given.Features.Select(f => f.Name).ToList();
        List<string> differences = [];
        Add("missing", ownNames.Except(givenNames));
        Add("unexpected", givenNames.Except(ownNames));
        Add("other direction", own.Features.Where(f => given.Features.Any(g => g.Name == f.Name && g.Direction != f.Direction)).Select(f => f.Name));
        if (differences.Count == 0)
        {
            differences.Add($"other order: fitted on {string.Join(", ", ownNames)}");
        }

        return new FeatureMismatchException($"The detector was fitted on other features ({string.Join("; ", differences)}). Train it again on this feature set.");

        void Add(string what, IEnumerable<string> names)
        {
            var list = names.ToList();
            if (list.Count > 0)
            {
                differences.Add($"{what}: {string.Join(", ", list)}");
            }
        }
    }
}
