using System.Text.Json;
using FundWatch.Core.Leads;
using FundWatch.Core.Records;
using Npgsql;

namespace FundWatch.Data.Leads;

/// <summary>What rules and models have stored, read subject by subject.</summary>
internal sealed class SignalStore(NpgsqlConnection connection)
{
    private readonly RecordCurrencies _currencies = new(connection);
    private readonly Dictionary<string, RuleWords> _words = [];
    private readonly Dictionary<(string Rule, decimal Limit), string> _units = [];
    private readonly Dictionary<string, BenjaminiHochberg> _families = [];
    private HashSet<string>? _everybody;

    /// <summary>Reads what all subjects share: rules' words, the units of their limits, and each feature set's family of p-values.</summary>
    public async Task OpenAsync(CancellationToken ct)
    {
        await using (var rules = new NpgsqlCommand("select rule_id, title_zh, title_en, header ->> 'reason_zh', header ->> 'reason_en', header ->> 'unit', header ->> 'requires' from rule.catalogue where enabled", connection))
        await using (var reader = await rules.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var words = new RuleWords(reader.GetString(1), reader.GetString(2), reader.Text(3) ?? "{item}", reader.Text(4) ?? "{item}", reader.Text(5) ?? "", RequiresMoney(reader.Text(6)));
                _words[reader.GetString(0)] = words;
            }
        }

        await using (var units = new NpgsqlCommand("""
            -- Where two limits of a rule have the same value in different units, nobody can tell which of them a threshold is.
            select rule_id, value, min(unit) from rule.parameter group by rule_id, value having min(unit) = max(unit)
            """, connection))
        await using (var reader = await units.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                _units[(reader.GetString(0), reader.GetDecimal(1))] = reader.GetString(2);
            }
        }

        await using var families = new NpgsqlCommand("select feature_set, array_agg(p_value) from model.score group by 1", connection);
        await using var family = await families.ExecuteReaderAsync(ct);
        while (await family.ReadAsync(ct))
        {
            _families[family.GetString(0)] = new BenjaminiHochberg(family.GetFieldValue<double[]>(1));
        }
    }

    /// <summary>Every subject that a rule has flagged or a model finds strange, in a stable order.</summary>
    public async Task<List<(string Kind, string Code)>> SubjectsAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select subject_kind, subject_code from rule.flag where cleared_at is null
            union select subject_kind, subject_code from model.score where p_value < $1
            order by 1, 2
            """, connection);
        command.Parameters.Add(new() { Value = FusionWeights.ModelSpeaksAt });
        var subjects = new List<(string, string)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            subjects.Add((reader.GetString(0), reader.GetString(1)));
        }

        return subjects;
    }

    /// <summary>Looks for the persons whom any flag names at once, for those who read the cases of all subjects: else each call of <see cref="CasesAsync"/> passes over the records.</summary>
    public async Task FindPersonsAsync(CancellationToken ct)
    {
        var words = new HashSet<string>(StringComparer.Ordinal); // of the texts as they come: those of all flags together would be most of what a run holds
        await using (var command = new NpgsqlCommand("select item_key, detail from rule.flag where cleared_at is null", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                PersonNames.TakeWords(reader.GetString(0), words);
                PersonNames.TakeWords(reader.GetString(1), words);
            }
        }

        _everybody = await PersonNames.AmongWordsAsync(connection, words, ct);
    }

    /// <summary>The cases of subjects of one kind, in the order of the codes, and the subjects themselves by code.</summary>
    public async Task<IReadOnlyList<(SubjectCase Case, Subject Subject)>> CasesAsync(string kind, IReadOnlyList<string> codes, CancellationToken ct)
    {
        var flags = await FlagRow.ReadAsync(connection, kind, codes, ct);
        var currencies = await _currencies.OfAsync(kind, codes, flags.SelectMany(f => f.Evidence), ct);
        var lists = await ListsAsync(flags, currencies, ct);
        var models = await ModelsAsync(kind, codes, currencies, ct);
        var personal = await Personal.OfAsync(connection, [.. codes, .. flags.SelectMany(f => new[] { f.ItemKey, f.Detail })], ct);
        var everybody = _everybody ?? await PersonNames.AmongAsync(connection, flags.SelectMany(f => new[] { f.ItemKey, f.Detail }), ct);
        var persons = await PersonNames.OfAsync(connection, kind, codes, flags.Select(f => f.Evidence), everybody, ct);
        var subjects = await new SubjectNames(connection).OfAsync(kind, codes, personal, ct);
        var rules = flags.Where(f => _words.ContainsKey(f.RuleId)).ToLookup(f => f.SubjectCode);
        return codes.Select(code => (
            new SubjectCase(kind, code,
                rules[code].GroupBy(f => (f.RuleId, Currency: currencies?.OfEvidence(code, f.Stream, f.Evidence))).OrderBy(g => g.Key.RuleId, StringComparer.Ordinal).ThenBy(g => g.Key.Currency, StringComparer.Ordinal)
                    .Select(g => (Schemes.Get(g.First().Scheme, g.First().Stream), Signal(g.Key.RuleId, g.Select(f => f.ToFlag(personal, persons, g.Key.Currency)).ToList(), lists))).ToList(),
                models[code].Select(m => (m.Stream, m.Signal)).ToList()),
            subjects[code])).ToList();
    }

    private async Task<Dictionary<string, string?>> ListsAsync(List<FlagRow> flags, FoundCurrencies? currencies, CancellationToken ct)
    {
        var lists = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var list in currencies is null ? [] : RecordStreams.All.Where(s => s.IsReference && s.Columns.Any(c => c.Type == ColumnType.Money) && flags.Exists(f => f.Detail.Contains($"\"{s.Name}\"", StringComparison.Ordinal))))
        {
            lists[list.Name] = await _currencies.OfListAsync(list, ct);
        }

        return lists;
    }

    private RuleSignal Signal(string ruleId, List<Flag> flags, Dictionary<string, string?> lists)
    {
        var gravest = Core.Leads.Words.RuleReason.Ranked(flags).First();
        var words = _words[ruleId];
        var unit = gravest.Unit is { } own ? own : gravest.Threshold is { } limit && words.Unit.Length == 0 ? _units.GetValueOrDefault((ruleId, limit), "") : words.Unit;
        words = words with { Unit = unit };
        if (Currencies.AreSeveral(gravest.Currency))
        {
            return new RuleSignal(ruleId, words, [.. flags.Select(f => f.WithoutMoney(unit, words.IsOfMoney))]);
        }

        var limits = flags.Select(f => LimitOf(f, lists)).ToList();
        var others = limits.OfType<string>().ToList();
        if (others.Count == 0)
        {
            return new RuleSignal(ruleId, words, flags);
        }

        // A limit that the reason does not tell chose what was looked at: there is nothing to compare.
        return new RuleSignal(ruleId, words, [.. flags.Zip(limits, (f, limit) => limit is null ? f : f.HeldAgainst(Currencies.Join([limit]), words.TellLimit))],
            words.TellLimit ? Currencies.Join(others) ?? Currencies.Yuan : null);
    }

    private static bool RequiresMoney(string? requires)
    {
        using var columns = JsonDocument.Parse(requires ?? "[]");
        return columns.RootElement.EnumerateArray().Any(c => RecordStreams.Find(c.GetProperty("stream").GetString()!)?.Columns
            .Any(known => known.Name == c.GetProperty("column").GetString() && known.Type == ColumnType.Money) == true);
    }

    // The currency of a limit as a code, where the records have another one.
    private string? LimitOf(Flag flag, Dictionary<string, string?> lists)
    {
        if (flag.Threshold is not { } limit || limit == 0)
        {
            return null;
        }

        // Of a list in several currencies the record's own is taken to have spoken: which row did is not known here.
        return flag.StandardFrom is { } from
            ? lists.TryGetValue(from, out var list) && !Currencies.Of(list).Contains(flag.Currency) ? list ?? Currencies.Yuan : null
            : flag.Currency is not null && UnitOfMoney.IsIn(_units.GetValueOrDefault((flag.RuleId, limit))) ? Currencies.Yuan : null;
    }

    private async Task<ILookup<string, (string Stream, ModelSignal Signal)>> ModelsAsync(string kind, IReadOnlyList<string> codes, FoundCurrencies? currencies, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select subject_code, stream, feature_set, p_value, score, peer_group, peer_count, amount, versions, parts, evidence
            from model.score where subject_kind = $1 and subject_code = any($2) order by subject_code, feature_set
            """, connection);
        command.Parameters.Add(new() { Value = kind });
        command.Parameters.Add(new() { Value = codes.ToArray() });
        var signals = new List<(string Code, string Stream, ModelSignal Signal)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var set = reader.GetString(2);
            var p = reader.GetDouble(3);
            var currency = currencies?.OfSubject(reader.GetString(0), reader.GetString(1));
            signals.Add((reader.GetString(0), reader.GetString(1), new ModelSignal(
                set, p, _families[set].QValue(p), reader.GetDouble(4), reader.GetString(5), reader.GetInt32(6), Currencies.AreSeveral(currency) ? null : reader.Nullable<decimal>(7),
                reader.GetFieldValue<string[]>(8), ModelParts.Read(reader.GetString(9)), reader.GetFieldValue<string[]>(10), currency)));
        }

        return signals.ToLookup(s => s.Code, s => (s.Stream, s.Signal), StringComparer.Ordinal);
    }

    private sealed record FlagRow(
        string SubjectCode, string RuleId, int RuleVersion, string Stream, string Scheme, string ItemKey, bool IsDeterministic, int Severity, decimal? Value,
        decimal? Threshold, decimal? Amount, DateOnly? EventOn, DateOnly RaisedOn, string[] Evidence, string Detail)
    {
        public static async Task<List<FlagRow>> ReadAsync(NpgsqlConnection connection, string kind, IReadOnlyList<string> codes, CancellationToken ct)
        {
            await using var command = new NpgsqlCommand("""
                select subject_code, rule_id, rule_version, stream, scheme, item_key, kind = 'deterministic', severity, value, threshold, amount, event_on,
                       (raised_at at time zone 'Asia/Shanghai')::date, evidence, detail
                from rule.flag where subject_kind = $1 and subject_code = any($2) and cleared_at is null
                order by subject_code, rule_id, item_key
                """, connection);
            command.Parameters.Add(new() { Value = kind });
            command.Parameters.Add(new() { Value = codes.ToArray() });
            var rows = new List<FlagRow>();
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                rows.Add(new FlagRow(
                    reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetBoolean(6),
                    reader.GetInt16(7), reader.Nullable<decimal>(8), reader.Nullable<decimal>(9), reader.Nullable<decimal>(10), reader.Nullable<DateOnly>(11),
                    reader.GetFieldValue<DateOnly>(12), reader.GetFieldValue<string[]>(13), reader.GetString(14)));
            }

            return rows;
        }

        public Flag ToFlag(Personal personal, PersonNames persons, string? currency)
        {
            // A mistyped year in the future must not make a lead the freshest of all.
            var on = EventOn is { } day && day > RaisedOn ? RaisedOn : EventOn;
            using var detail = JsonDocument.Parse(personal.MaskJson(persons.MaskJson(Detail, SubjectCode, Evidence)));
            return new Flag(RuleId, RuleVersion, IsDeterministic, Severity, personal.Mask(persons.Mask(ItemKey, SubjectCode, Evidence)), Value, Threshold, Amount, on, Evidence, detail.RootElement.Clone(), currency);
        }
    }
}
