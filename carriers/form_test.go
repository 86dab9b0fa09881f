package carriers_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
)

// locker is a form of a carrier that has offices and lockers.
func locker() carriers.Form {
	toLocker := carriers.Condition{Field: "tariff", Is: []string{"locker"}}
	return carriers.Form{
		System: "post",
		Fields: []carriers.Field{
			{Name: "tariff", Label: "Tariff", Type: carriers.TypeChoice, Required: true, Choices: []carriers.Choice{{Value: "door"}, {Value: "office"}, {Value: "locker"}}},
			{Name: "point", Label: "Point", Type: carriers.TypePoint, Required: true, OnlyWhen: []carriers.Condition{{Field: "tariff", Is: []string{"office", "locker"}}}},
			{Name: "address", Label: "Address", Type: carriers.TypeText, MaxLen: 10, Required: true, OnlyWhen: []carriers.Condition{{Field: "tariff", Is: []string{"door"}}}},
			{Name: "phone", Label: "Phone", Type: carriers.TypePhone},
			{Name: "email", Label: "E-mail", Type: carriers.TypeEmail},
			{Name: "day", Label: "Day", Type: carriers.TypeDate, Min: "2026-02-01", Max: "2026-02-28"},
			{Name: "extras", Label: "Extras", Type: carriers.TypeChoices, Choices: []carriers.Choice{{Value: "sms"}, {Value: "try"}}},
			{Name: "minutes", Label: "Minutes", Type: carriers.TypeInteger, RequiredWhen: []carriers.Condition{{Field: "extras", Is: []string{"try"}}}},
			{Name: "index", Label: "Index", Type: carriers.TypeText, Pattern: "[0-9]{6}"},
			{Name: "fragile", Label: "Fragile", Type: carriers.TypeFlag},
			{Name: "boxes", Label: "Boxes", Type: carriers.TypeList, Required: true, Min: "1", Max: "2", Fields: []carriers.Field{
				{Name: "weight", Label: "Weight", Type: carriers.TypeInteger, Unit: "g", Required: true, Min: "1", Max: "30000"},
				{Name: "length", Label: "Length", Type: carriers.TypeDecimal, Unit: "cm", RequiredWhen: []carriers.Condition{{Field: "weight", Above: "99"}, toLocker}},
				{Name: "items", Label: "Goods", Type: carriers.TypeList, Fields: []carriers.Field{
					{Name: "cost", Label: "Cost", Type: carriers.TypeMoney, Unit: "RUB", Min: "0"},
					{Name: "vat", Label: "VAT", Type: carriers.TypeText, RequiredWhen: []carriers.Condition{{Field: "cost", Above: "0"}}},
					{Name: "bulky", Label: "Bulky", Type: carriers.TypeFlag, OnlyWhen: []carriers.Condition{{Field: "weight", Above: "1000"}}},
					{Name: "units", Label: "Units", Type: carriers.TypeUnits},
				}},
			}},
		},
	}
}

func good() carriers.Values {
	return carriers.Values{"tariff": "office", "point": "P1", "boxes.1.weight": "50", "boxes.1.items.1.cost": "0"}
}

// broken says what is wrong with values, as "field code".
func broken(t *testing.T, f carriers.Form, v carriers.Values) (out []string) {
	t.Helper()
	err := f.Check(v)
	if err == nil {
		return nil
	}
	var no *carriers.FormError
	require.ErrorAs(t, err, &no)
	require.ErrorIs(t, err, ordo.ErrInvalid)
	for _, p := range no.Problems {
		require.NotEmpty(t, p.Rule)
		out = append(out, p.Field+" "+p.Code)
	}
	return out
}

func TestAFormNamesEachFieldAndRule(t *testing.T) {
	require.NoError(t, locker().Check(good()))
	for name, tt := range map[string]struct {
		change carriers.Values
		want   []string
	}{
		"nothing at all":         {carriers.Values{"tariff": "", "point": "", "boxes.1.weight": "", "boxes.1.items.1.cost": ""}, []string{"tariff required", "boxes required"}},
		"blanks are nothing":     {carriers.Values{"tariff": "  "}, []string{"tariff required"}},
		"blanks around":          {carriers.Values{"tariff": " office "}, nil},
		"no such choice":         {carriers.Values{"tariff": "teleport"}, []string{"tariff choice"}},
		"no point":               {carriers.Values{"point": ""}, []string{"point required"}},
		"no point to the door":   {carriers.Values{"tariff": "door", "address": "Lane 1"}, nil},
		"no address":             {carriers.Values{"tariff": "door"}, []string{"address required"}},
		"too long":               {carriers.Values{"tariff": "door", "address": "ул. Ленина, 1"}, []string{"address length"}},
		"what does not count":    {carriers.Values{"address": "ул. Ленина, 1"}, nil},
		"no phone":               {carriers.Values{"phone": "8 901 000 00 02"}, []string{"phone type"}},
		"an e-mail with a name":  {carriers.Values{"email": "Anna <a@shop.example>"}, []string{"email type"}},
		"an e-mail":              {carriers.Values{"email": "a@shop.example"}, nil},
		"no date":                {carriers.Values{"day": "2026-02-30"}, []string{"day type"}},
		"too early":              {carriers.Values{"day": "2026-01-31"}, []string{"day min"}},
		"too late":               {carriers.Values{"day": "2026-03-01"}, []string{"day max"}},
		"some choices":           {carriers.Values{"extras": "sms, try", "minutes": "15"}, nil},
		"needed by a choice":     {carriers.Values{"extras": "sms,try"}, []string{"minutes required"}},
		"a choice too many":      {carriers.Values{"extras": "sms,fly"}, []string{"extras choice"}},
		"a whole number":         {carriers.Values{"minutes": "1.5"}, []string{"minutes type"}},
		"a number in words":      {carriers.Values{"minutes": "ten"}, []string{"minutes type"}},
		"a number of a program":  {carriers.Values{"minutes": "1e3"}, []string{"minutes type"}},
		"a fraction of an ounce": {carriers.Values{"boxes.1.length": "1/3"}, []string{"boxes.1.length type"}},
		"the whole pattern":      {carriers.Values{"index": "1900000"}, []string{"index pattern"}},
		"a flag":                 {carriers.Values{"fragile": "yes"}, []string{"fragile type"}},
		"too light":              {carriers.Values{"boxes.1.weight": "0"}, []string{"boxes.1.weight min"}},
		"too heavy":              {carriers.Values{"boxes.1.weight": "30001", "boxes.1.length": "1"}, []string{"boxes.1.weight max"}},
		"size by weight":         {carriers.Values{"boxes.1.weight": "100"}, []string{"boxes.1.length required"}},
		"size by tariff":         {carriers.Values{"tariff": "locker"}, []string{"boxes.1.length required"}},
		"VAT by cost":            {carriers.Values{"boxes.1.items.1.cost": "0.01"}, []string{"boxes.1.items.1.vat required"}},
		"half a kopeck":          {carriers.Values{"boxes.1.items.1.cost": "0.001", "boxes.1.items.1.vat": "22"}, []string{"boxes.1.items.1.cost type"}},
		"less than nothing":      {carriers.Values{"boxes.1.items.1.cost": "-1"}, []string{"boxes.1.items.1.cost min"}},
		"a row left out":         {carriers.Values{"boxes.1.items.3.cost": "1"}, []string{"boxes.1.items row"}},
		"too many rows":          {carriers.Values{"boxes.2.weight": "1", "boxes.3.weight": "1"}, []string{"boxes max"}},
		"no such field":          {carriers.Values{"colour": "red"}, []string{"colour unknown"}},
		"no such field in a row": {carriers.Values{"boxes.1.colour": "red"}, []string{"boxes.1.colour unknown"}},
		"row nought":             {carriers.Values{"boxes.0.weight": "1"}, []string{"boxes.0.weight unknown"}},
		"row one again":          {carriers.Values{"boxes.01.weight": "1"}, []string{"boxes.01.weight unknown"}},
		"a list is no value":     {carriers.Values{"boxes": "1"}, []string{"boxes unknown"}},
		"no UTF-8":               {carriers.Values{"point": "\xff"}, []string{"point type"}},
		"no units":               {carriers.Values{"boxes.1.items.1.units": "all"}, []string{"boxes.1.items.1.units type"}},
		"a far row":              {carriers.Values{"boxes.99999999999999999999.weight": "1"}, []string{"boxes.99999999999999999999.weight unknown"}},
	} {
		v := good()
		for n, value := range tt.change {
			v[n] = value
		}
		require.Equal(t, tt.want, broken(t, locker(), v), name)
	}
}

func TestOnlyWhatCountsIsSent(t *testing.T) {
	v := good()
	v["address"], v["point"], v["email"], v["boxes.1.items.1.bulky"] = "ул. Ленина, 1", " P1 ", "  ", "true"
	require.Equal(t, good(), locker().Applicable(v))
	v["boxes.1.weight"] = "2000"
	require.Equal(t, "true", locker().Applicable(v)["boxes.1.items.1.bulky"], "a condition may look around the row")
}

func TestMoreIsAskedOnceTheFieldsAreGood(t *testing.T) {
	f := locker()
	asked := 0
	f.ExtraCheck = func(v carriers.Values) []carriers.Problem {
		asked++
		require.NotContains(t, v, "address", "only what counts")
		return []carriers.Problem{{Field: "boxes", Code: "volume", Rule: "too large together"}}
	}
	v := good()
	v["address"] = "x"
	require.Equal(t, []string{"boxes volume"}, broken(t, f, v))
	v["tariff"] = "?"
	require.Equal(t, []string{"tariff choice"}, broken(t, f, v))
	require.Equal(t, 1, asked)
}

func TestFieldsAreFoundWithAndWithoutRows(t *testing.T) {
	for _, name := range []string{"boxes.1.items.2.cost", "boxes.items.cost", "boxes.7.items.cost", "boxes", "boxes.items"} {
		_, ok := locker().Field(name)
		require.True(t, ok, name)
	}
	for _, name := range []string{"", "boxes.", "boxes.1", "boxes.1.", "boxes.colour", "items.cost"} {
		_, ok := locker().Field(name)
		require.False(t, ok, name)
	}
	require.Equal(t, 3, carriers.Values{"boxes.3.weight": "1", "boxes.2.weight": " "}.Rows("boxes"))
	require.Zero(t, carriers.Values{}.Rows("boxes"))
}

func TestAFormSurvivesJSON(t *testing.T) {
	f := locker()
	f.Values, f.Notes = good(), []carriers.Problem{{Field: "point", Code: carriers.CodeUnknown, Rule: "closed"}}
	b, err := json.Marshal(f)
	require.NoError(t, err)
	var stored carriers.Form
	require.NoError(t, json.Unmarshal(b, &stored))
	require.Equal(t, f, stored)
	require.NoError(t, stored.Check(stored.Values))
}

func TestAFormErrorReadsWell(t *testing.T) {
	err := carriers.Refuse("A-1", []carriers.Problem{{Field: "boxes.1.weight", Code: "min", Rule: "is 0, at least 1 g is needed"}, {Code: "e7", Rule: "no"}})
	require.EqualError(t, err, `carriers: request "A-1": boxes.1.weight [min]: is 0, at least 1 g is needed; [e7]: no`)
	require.NoError(t, carriers.Refuse("A-1", nil))
}

// Whatever is filled in, Check ends, and names what it refuses; what it lets through passes again once it is cleaned.
func FuzzCheck(f *testing.F) {
	f.Add(`{"tariff":"office","point":"P1","boxes.1.weight":"50"}`)
	f.Add(`{"tariff":"door","boxes.2.items.1.cost":"-0.00","boxes.1.length":"000000000000001"}`)
	f.Add(`{"boxes.1.items.9.units":"a:0-1","extras":",,","day":"0000-00-00"}`)
	f.Add(`{"":"00"}`)
	form := locker()
	f.Fuzz(func(t *testing.T, text string) {
		var v carriers.Values
		if json.Unmarshal([]byte(text), &v) != nil {
			return
		}
		err := form.Check(v)
		var no *carriers.FormError
		if err != nil {
			if !errors.As(err, &no) || len(no.Problems) == 0 {
				t.Fatalf("refused without a word: %v", err)
			}
			for _, p := range no.Problems {
				if _, nameless := v[""]; p.Field == "" && !nameless || p.Code == "" || strings.TrimSpace(p.Rule) == "" {
					t.Fatalf("half a problem: %+v", p)
				}
			}
			return
		}
		if err := form.Check(form.Applicable(v)); err != nil {
			t.Fatalf("what passes does not pass once it is cleaned: %v", err)
		}
	})
}

// What people see of a form: what applies with these values, the rows of lists, and what must be filled in.
func TestAFilledFormIsWhatPeopleSee(t *testing.T) {
	v := carriers.Values{"tariff": "locker", "point": " P1 ", "boxes.1.weight": "150", "boxes.1.items.2.cost": "10", "boxes.1.items.2.units": "x"}
	type seen struct {
		key, path, value string
		required         bool
	}
	var got []seen
	for x := range locker().Filled(v) {
		if x.Value != "" || x.Required {
			got = append(got, seen{x.Key, x.Path, x.Value, x.Required})
		}
	}
	require.Equal(t, []seen{
		{"tariff", "Tariff", "locker", true},
		{"point", "Point", "P1", true},
		{"boxes.1.weight", "Boxes 1: Weight", "150", true},
		{"boxes.1.length", "Boxes 1: Length", "", true},
		{"boxes.1.items.2.cost", "Boxes 1: Goods 2: Cost", "10", false},
		{"boxes.1.items.2.vat", "Boxes 1: Goods 2: VAT", "", true},
	}, got)
	for range locker().Filled(v) {
		break
	}
}
