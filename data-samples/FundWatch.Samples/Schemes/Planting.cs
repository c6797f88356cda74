using FundWatch.Samples.Randomness;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>Everything planted, before the streams are written. Grows with the square root of the size, so it stays small.</summary>
public sealed class Planting(Prefecture world)
{
    private readonly Dictionary<string, Queue<object>> _decks = [];

    public List<ReceptionCase> Receptions { get; } = [];

    public List<SubsidyCase> Subsidies { get; } = [];

    public List<ProjectCase> Projects { get; } = [];

    public Prefecture World { get; } = world;

    public ReceptionFactory ReceptionFactory { get; } = new(world);

    public SubsidyFactory SubsidyFactory { get; } = new(world);

    public ProjectFactory ProjectFactory { get; } = new(world);

    public static Planting Plan(Prefecture world)
    {
        var planting = new Planting(world);
        foreach (var kind in StoryKind.All().Where(k => !k.IsScheme || !world.Options.Clean))
        {
            var count = Math.Max(1, (int)Math.Round(kind.Count * Math.Sqrt(world.Options.Scale)));
            for (var n = 1; n <= count; n++)
            {
                kind.Plant(new Plot(planting, kind, n, world.Dice.Fork(kind.Kind, n)));
            }
        }

        return planting;
    }

    /// <summary>The next from a shuffled deck; nobody comes twice before everybody came once.</summary>
    internal T Deal<T>(string deck, Func<IEnumerable<T>> all)
        where T : class
    {
        if (!_decks.TryGetValue(deck, out var queue) || queue.Count == 0)
        {
            _decks[deck] = queue = new Queue<object>(World.Dice.Fork("deck " + deck).Shuffled(all()));
        }

        return (T)queue.Dequeue();
    }
}
