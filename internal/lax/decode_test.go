package lax_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

type stamped struct{ time.Time }

type amountOf struct{ amount.Quantity }

type clock string

func (c *clock) UnmarshalText(b []byte) error {
	if len(b) != 5 {
		return errors.New("it is not a time such as 18:00")
	}
	*c = clock(b)
	return nil
}

// reversed reads itself.
type reversed string

func (r *reversed) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*r = reversed("~" + s)
	return nil
}

type base struct {
	Site string `json:"site,omitzero"`
}

type entry struct {
	Name  string     `json:"name,omitzero"`
	Price wire.Sum   `json:"price,omitzero"`
	Extra wire.Extra `json:"-"`
}

type record struct {
	base
	ID       int                  `json:"id,omitzero" lax:"required"`
	Code     string               `json:"code,omitzero" lax:"trim"`
	Currency string               `json:"currency,omitzero"`
	Flag     bool                 `json:"flag,omitzero"`
	Small    uint8                `json:"small,omitzero"`
	Float    float64              `json:"float,omitzero"`
	Pointer  *int                 `json:"pointer,omitzero"`
	Texts    []string             `json:"texts,omitzero"`
	Entries  []entry              `json:"entries,omitzero"`
	One      *entry               `json:"one,omitzero"`
	Map      map[string]wire.Sum  `json:"map,omitzero"`
	Any      any                  `json:"any,omitzero"`
	Raw      json.RawMessage      `json:"raw,omitzero"`
	Sum      wire.Sum             `json:"sum,omitzero"`
	Money    amount.Money         `json:"money,omitzero"`
	Quantity amount.Quantity      `json:"quantity,omitzero"`
	Amount   amountOf             `json:"amount,omitzero"`
	At       time.Time            `json:"at,omitzero"`
	Stamped  stamped              `json:"stamped,omitzero"`
	Clock    clock                `json:"clock,omitzero"`
	Reversed reversed             `json:"reversed,omitzero"`
	Old      lax.List[lax.Text]   `json:"old,omitzero"`
	Inner    []struct{ X []*int } `json:"inner,omitzero"`
	Whole    wire.Extra           `json:"whole,omitzero"`
	Problem  error                `json:"-"`
	Extra    wire.Extra           `json:"-"`
}

var moscow = time.FixedZone("MSK", 3*3600)

func read(t require.TestingT, body string) record {
	var r record
	require.NoError(t, lax.Decode([]byte(body), &r, lax.Options{Zone: moscow, Currency: "RUB"}), body)
	return r
}

func TestWhatComesIsRead(t *testing.T) {
	at := time.Date(2026, 2, 3, 7, 44, 45, 0, moscow)
	seven := 7
	rub := func(s string) wire.Sum { return wire.Sum{Decimal: wire.Decimal(s), Currency: "RUB"} }
	for body, want := range map[string]record{
		`"code":17`: {Code: "17"}, `"code":true`: {Code: "true"}, `"code":null`: {}, `"code":" A "`: {Code: "A"},
		`"site":"s"`: {base: base{"s"}}, `"CODE":"a"`: {Code: "a"}, `"Code":"b","code":"a"`: {Code: "a", Extra: wire.Extra{"Code": json.RawMessage(`"b"`)}}, `"flag":"Y"`: {Flag: true}, `"flag":1`: {Flag: true}, `"flag":"false"`: {}, `"flag":""`: {},
		`"small":"7.0"`: {Small: 7}, `"small":1.2E1`: {Small: 12}, `"float":"1.5"`: {Float: 1.5}, `"small":[]`: {Extra: wire.Extra{"small": json.RawMessage(`[]`)}},
		`"pointer":""`: {}, `"pointer":"7"`: {Pointer: &seven}, `"one":[]`: {}, `"one":""`: {}, `"one": {"name":1}`: {One: &entry{Name: "1"}},
		`"texts":"a"`: {Texts: []string{"a"}}, `"texts":""`: {}, `"texts":[1,null,""]`: {Texts: []string{"1", ""}}, `"entries":[null]`: {}, `"inner":[{"X":[null,7]}]`: {Inner: []struct{ X []*int }{{[]*int{&seven}}}}, `"texts":{"0":"a","2":5}`: {Texts: []string{"a", "5"}},
		`"entries":{"name":"a"}`: {Entries: []entry{{Name: "a"}}}, `"entries":{"name":{}}`: {Entries: []entry{{Extra: wire.Extra{"name": json.RawMessage(`{}`)}}}},
		`"entries":{"20":{"name":"a"},"3":{"name":"b"}}`: {Entries: []entry{{Name: "a"}, {Name: "b"}}},
		`"entries":[{"price":"5","x":[1]}]`:              {Entries: []entry{{Price: rub("5"), Extra: wire.Extra{"x": json.RawMessage(`[1]`)}}}},
		`"entries":[{"price":5}],"currency":"EUR"`:       {Currency: "EUR", Entries: []entry{{Price: wire.Sum{Decimal: "5", Currency: "EUR"}}}},
		`"map":[]`: {}, `"map":{"a":1.0E7}`: {Map: map[string]wire.Sum{"a": rub("10000000")}},
		`"any":{"a":[1]}`: {Any: map[string]any{"a": []any{1.}}}, `"raw": [1] `: {Raw: json.RawMessage(`[1]`)}, `"raw":null`: {Raw: json.RawMessage("null")},
		`"sum":"12.505"`: {Sum: rub("12.505")}, `"sum":""`: {}, `"sum":0`: {Sum: rub("0")},
		`"money":"12.50"`: {Money: amount.RUB(1250)}, `"money":12.5`: {Money: amount.RUB(1250)}, `"money":"12.50 EUR"`: {Money: amount.EUR(1250)},
		`"money":{"value":"1.00","currency":"USD"}`: {Money: amount.USD(100)}, `"money":{"value":1}`: {Money: amount.RUB(100)}, `"money":[]`: {},
		`"quantity":"0.350"`: {Quantity: amount.Milli(350)}, `"amount":2`: {Amount: amountOf{amount.Pcs(2)}},
		`"at":"2026-02-03 07:44:45"`: {At: at}, `"at":"2026-02-03T04:44:45+0000"`: {At: at}, `"at":"2026-02-03T04:44:45Z"`: {At: at}, `"at":""`: {},
		`"stamped":"2026-02-03T07:44:45"`: {Stamped: stamped{at}}, `"at":"2026-02-03"`: {At: time.Date(2026, 2, 3, 0, 0, 0, 0, moscow)},
		`"clock":"18:00"`: {Clock: "18:00"}, `"clock":null`: {}, `"reversed":"x"`: {Reversed: "~x"},
		`"whole":{"a":1}`: {Whole: wire.Extra{"a": json.RawMessage("1")}}, `"old":"x"`: {Old: lax.List[lax.Text]{"x"}}, `"inner":{"X":"7"}`: {Inner: []struct{ X []*int }{{[]*int{&seven}}}},
		`"new\u0041":{"a": 1}`: {Extra: wire.Extra{"newA": json.RawMessage(`{"a": 1}`)}}, `"код":"\"}"`: {Extra: wire.Extra{"код": json.RawMessage(`"\"}"`)}},
	} {
		want.ID = 1
		got := read(t, ` { "id" : "1" , `+body+` } `)
		if strings.HasPrefix(body, `"small":[`) || strings.HasPrefix(body, `"entries":{"name":{`) {
			require.Error(t, got.Problem)
			got.Problem = nil
		}
		require.Equal(t, want, got, body)
	}
}

// fault: C20
func TestOneOddFieldDoesNotLoseTheRecord(t *testing.T) {
	long := strings.Repeat("я", 500)
	for body, want := range map[string]string{
		`"small":"850.5"`:                   `small: "850.5" is not a whole number of 0 or more`,
		`"small":300`:                       `small: 300 is not a whole number of 0 or more`,
		`"float":"x"`:                       `float: "x" is not a number`,
		`"flag":"perhaps"`:                  `flag: "perhaps" is neither true nor false`,
		`"code":[1]`:                        `code: [1] where a single value is expected`,
		`"entries":5`:                       `entries: 5 where an object is expected`,
		`"entries":["avia"]`:                `entries[0]: "avia" where an object is expected`,
		`"one":[1]`:                         `one: [1] where an object is expected`,
		`"map":[1]`:                         `map: [1] where an object is expected`,
		`"map":{"k":"x"}`:                   `map.k: "x" is not a decimal number`,
		`"sum":"1,5"`:                       `sum: "1,5" is not a decimal number`,
		`"money":"1.005"`:                   `money: `,
		`"money":{"value":1,"currency":[]}`: `money: currency: [] where a single value is expected`,
		`"quantity":"1.0005"`:               `quantity: `,
		`"at":"yesterday"`:                  `at: "yesterday" is not a time such as "2026-01-14T10:02:11Z"`,
		`"at":"0000-01-01"`:                 `at: "0000-01-01" is out of the range of years`,
		`"clock":"late, I fear"`:            `clock: it is not a time such as 18:00`,
		`"reversed":5`:                      `reversed: `,
		`"texts":["a",{}]`:                  `texts[1]: {} where a single value is expected`,
		`"any":1e999`:                       `any: `,
		`"inner":[{},{"X":[1,"y"]}]`:        `inner[1].X[1]: "y" is not a whole number`,
		`"code":{"` + long + `":1}`:         `code: {"яя`,
	} {
		r := read(t, `{"id":1,"site":"s",`+body+`,"sum2":1}`)
		require.ErrorContains(t, r.Problem, want, body)
		require.Less(t, len(r.Problem.Error()), 500)
		require.Equal(t, "s", r.Site)
		var whole map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte("{"+body+"}"), &whole))
		for name, raw := range whole {
			require.Equal(t, string(raw), string(r.Extra[name]), body)
		}
	}
	r := read(t, `{"id":1,"entries":[{"price":"x","name":"kept"},{"name":"b"}]}`) // the nearest record keeps it
	require.ErrorContains(t, r.Problem, `entries[0].price: "x" is not a decimal number`)
	require.Equal(t, []entry{{Name: "kept", Extra: wire.Extra{"price": json.RawMessage(`"x"`)}}, {Name: "b"}}, r.Entries)
	require.Nil(t, r.Extra)
}

func TestWithoutItsIDThereIsNoRecord(t *testing.T) {
	for body, want := range map[string]string{
		`{"code":"a"}`: "id: it is missing", `{"id":null}`: "id: it is missing", `{"id":"x","sum":"y"}`: `id: "x" is not a whole number`,
		`6`: "6 where an object is expected", ``: "it is empty", `{`: "unexpected end", `{"id":1}}`: "after top-level value",
	} {
		var r record
		err := lax.Decode([]byte(body), &r, lax.Options{})
		require.ErrorContains(t, err, want, body)
	}
	var p struct{ A, B amount.Money }
	err := lax.Decode([]byte(`{"A":5,"B":"6 RUB"}`), &p, lax.Options{})
	require.EqualError(t, err, "A: the currency of 5 is not known")
	require.Equal(t, amount.RUB(600), p.B)
	require.ErrorContains(t, lax.Decode([]byte(`{"A":{"amount":5}}`), &p, lax.Options{Currency: "RUB"}), "A: {\"amount\":5} is no sum")
	var wrongType *json.UnmarshalTypeError
	require.ErrorAs(t, err, &wrongType)
	require.Error(t, lax.Decode([]byte(`{}`), p, lax.Options{}))
	require.Error(t, lax.Decode([]byte(`{}`), nil, lax.Options{}))
}

func TestABadRowIsItsOwnProblem(t *testing.T) {
	type row struct {
		ID int `json:"id" lax:"required"`
	}
	var page struct {
		Rows []lax.Row[row] `json:"rows"`
	}
	require.NoError(t, lax.Decode([]byte(`{"rows":[{"id":1},{"id":"x"},5,null,{"id":2}]}`), &page, lax.Options{}))
	require.Len(t, page.Rows, 5)
	require.Equal(t, lax.Row[row]{Value: row{1}, Raw: json.RawMessage(`{"id":1}`)}, page.Rows[0])
	require.EqualError(t, page.Rows[1].Problem, `rows[1].id: "x" is not a whole number`)
	require.EqualError(t, page.Rows[2].Problem, `rows[2]: 5 where an object is expected`)
	require.EqualError(t, page.Rows[3].Problem, `rows[3]: it is empty`)
	require.NoError(t, page.Rows[4].Problem)
	require.NoError(t, lax.Decode([]byte(`{"rows":{"7":{"id":1},"8":{"id":2}}}`), &page, lax.Options{}))
	require.Len(t, page.Rows, 2)
	require.NoError(t, lax.Decode([]byte(`{"rows":{"id":{}}}`), &page, lax.Options{})) // one, not keyed
	require.Len(t, page.Rows, 1)
	require.Error(t, lax.Decode([]byte(`{"rows":[`), &page, lax.Options{}))

	rows := lax.Rows[row]([]json.RawMessage{[]byte(`{"id":1}`), []byte(`{`), []byte(`{"id":[]}`)}, lax.Options{})
	require.NoError(t, rows[0].Problem)
	require.Error(t, rows[1].Problem)
	require.ErrorContains(t, rows[2].Problem, "id: [] where")
}

func TestFaultsAreBounded(t *testing.T) {
	var many []int
	err := lax.Decode([]byte(`[`+strings.Repeat(`"x",`, 99)+`1]`), &many, lax.Options{})
	require.ErrorContains(t, err, "and 91 more")
	require.Equal(t, []int{1}, many)
	type nest struct {
		Name  []nest
		Other map[string]nest
	}
	var deep nest
	err = lax.Decode([]byte(strings.Repeat(`{"Name":[`, 300)+strings.Repeat(`]}`, 300)), &deep, lax.Options{})
	require.ErrorContains(t, err, "it is nested too deeply")
	require.Less(t, len(err.Error()), 300)
	key := `{"` + strings.Repeat("a", 1000) + `":`
	err = lax.Decode([]byte(`{"Other":`+key+`5}}`), &deep, lax.Options{})
	require.ErrorContains(t, err, "…: 5 where an object is expected")
	require.Less(t, len(err.Error()), 200)
}

func TestTypesWithoutExtraAreFound(t *testing.T) {
	type keeps struct {
		entry
		Bad []struct {
			X int `json:"x"`
		} `json:"bad"`
		Good *record
		Map  map[string]lax.Row[base]
	}
	require.Equal(t, []string{"lax_test.base", "lax_test.keeps.bad", "lax_test.record.inner"}, lax.WithoutExtra(reflect.TypeFor[*keeps]()))
}

// What is sent as documented is read as encoding/json reads it.
func TestDocumentedJSONIsReadAlike(t *testing.T) {
	type leaf struct {
		Name string            `json:"name"`
		N    int64             `json:"n"`
		F    float64           `json:"f"`
		B    bool              `json:"b"`
		P    *uint16           `json:"p"`
		M    amount.Money      `json:"m"`
		At   time.Time         `json:"at"`
		Map  map[string]string `json:"map,omitempty"`
		Raw  json.RawMessage   `json:"raw"`
	}
	type tree struct {
		leaf
		List []leaf           `json:"list,omitempty"`
		Keys map[string]*leaf `json:"keys,omitempty"`
	}
	draw := rapid.Custom(func(t *rapid.T) leaf {
		l := leaf{
			Name: rapid.String().Draw(t, "name"), N: rapid.Int64().Draw(t, "n"), F: rapid.Float64().Draw(t, "f"), B: rapid.Bool().Draw(t, "b"),
			M: amount.EUR(rapid.Int64().Draw(t, "m")), At: time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC(),
			Map: rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "map"), Raw: json.RawMessage(`{"a":[1,"}"]}`),
		}
		if p := rapid.Uint16().Draw(t, "p"); p > 9 {
			l.P = &p
		}
		return l
	})
	rapid.Check(t, func(t *rapid.T) {
		in := tree{draw.Draw(t, "own"), rapid.SliceOf(draw).Draw(t, "list"), map[string]*leaf{}}
		one := draw.Draw(t, "one")
		in.Keys[rapid.String().Draw(t, "key")] = &one
		b, err := json.Marshal(in)
		require.NoError(t, err)
		var want, got tree
		require.NoError(t, json.Unmarshal(b, &want))
		require.NoError(t, lax.Decode(b, &got, lax.Options{}))
		require.Equal(t, want, got)
	})
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{"id":1,"entries":{"1":{"price":"5"}},"money":{"value":1,"currency":"EUR"},"at":"2026-02-03 07:44:45","texts":"a"}`,
		`[]`, `{"id":"1","map":[],"one":"","inner":[{"X":["1",null]}],"any":{"a":1},"sum":"x"}`, `{"raw":1e5,"stamped":"2026-02-03"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var once, twice, thrice record
		o := lax.Options{Zone: time.UTC, Currency: "RUB"}
		err := lax.Decode(b, &once, o)
		if err == nil {
			err = once.Problem
		}
		if err != nil {
			require.Less(t, len(err.Error()), 5000)
		}
		if err != nil || once.ID == 0 {
			return
		}
		once.Stamped, once.Any = stamped{}, nil // its own text, and floats
		out, err := lax.Encode(once)
		require.NoError(t, err)
		require.NoError(t, lax.Decode(out, &twice, o), "%s", out)
		require.NoError(t, twice.Problem, "%s", out)
		again, err := lax.Encode(twice)
		require.NoError(t, err)
		require.NoError(t, lax.Decode(again, &thrice, o))
		thrice.Reversed, twice.Reversed = "", ""
		require.Equal(t, twice, thrice)
	})
}
