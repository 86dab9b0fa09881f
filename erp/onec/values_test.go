package onec_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/order/amount"
)

func TestSumsAreExactAgain(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2500": "2500.00", "416.67": "416.67", "416.67000000000002": "416.67", "0.30000000000000004": "0.30", "-0.1": "-0.10",
		"99.989999999999995": "99.99", "-99.989999999999995": "-99.99", "1E3": "1000.00", "1.5e-1": "0.15", `"12.5"`: "12.50", "null": "0.00",
		`""`: "0.00", "0.999999999999": "1.00", "9.3132257461547852e-10": "0.00",
	} {
		var s onec.Sum
		require.NoError(t, json.Unmarshal([]byte(in), &s), in)
		require.Equal(t, want, s.String(), in)
	}
	for _, in := range []string{"2.675", "0.001", `"много"`, "1e300", "12345678901234567", `"NaN"`, "{}", "true"} {
		var s onec.Sum
		require.Error(t, json.Unmarshal([]byte(in), &s), in)
	}
	m, err := onec.Sum(41667).Money("RUB")
	require.NoError(t, err)
	require.Equal(t, amount.RUB(41667), m)
	s, err := onec.SumOf(m)
	require.NoError(t, err)
	require.Equal(t, onec.Sum(41667), s)
	kwd, err := amount.ParseMoney("1.005", "KWD")
	require.NoError(t, err)
	_, err = onec.SumOf(kwd)
	require.Error(t, err, "1C has two decimals")
	b, err := json.Marshal([]onec.Sum{250000, 41670, -5, 0})
	require.NoError(t, err)
	require.Equal(t, "[2500,416.7,-0.05,0]", string(b))
}

func TestQuantities(t *testing.T) {
	t.Parallel()
	var q onec.Quantity
	require.NoError(t, json.Unmarshal([]byte("0.34999999999999998"), &q))
	require.Equal(t, "0.35", q.String())
	require.Equal(t, onec.QuantityOf(amount.Milli(350)), q)
	require.Equal(t, amount.Milli(350), q.Amount())
	require.Error(t, json.Unmarshal([]byte("0.3505"), &q))
}

func TestReferences(t *testing.T) {
	t.Parallel()
	var g onec.Guid
	for in, want := range map[string]onec.Guid{
		`"55555555-0000-4000-8000-000000000001"`:   id1,
		`"{55555555-0000-4000-8000-000000000001}"`: id1,
		`"55555555-0000-4000-8000-00000000000A"`:   "55555555-0000-4000-8000-00000000000a",
		`"00000000-0000-0000-0000-000000000000"`:   "", `""`: "", `null`: "",
	} {
		require.NoError(t, json.Unmarshal([]byte(in), &g), in)
		require.Equal(t, want, g, in)
	}
	require.Error(t, json.Unmarshal([]byte(`"50417"`), &g))
	v, kind := onec.Reference{Entity: onec.EntityOrder, ID: id1}.Split()
	b, err := json.Marshal([]any{v, kind, onec.Value(""), onec.Type(""), onec.Type("Edm.String"), onec.Guid("")})
	require.NoError(t, err)
	require.JSONEq(t, `["`+id1+`","StandardODATA.Document_ЗаказКлиента","","StandardODATA.Undefined","Edm.String","00000000-0000-0000-0000-000000000000"]`, string(b))
	var back onec.Type
	require.NoError(t, json.Unmarshal([]byte(`"StandardODATA.Undefined"`), &back))
	require.Empty(t, back)
	require.NoError(t, json.Unmarshal([]byte(`"StandardODATA.Document_ЗаказКлиента"`), &back))
	require.Equal(t, onec.Type(onec.EntityOrder), back)
	v, kind = onec.Reference{Entity: onec.EntityOrder}.Split()
	require.Empty(t, string(v)+string(kind))
}

func TestNumbersOfRows(t *testing.T) {
	t.Parallel()
	var n []onec.Int64
	require.NoError(t, json.Unmarshal([]byte(`["1",2,"",null,3.0]`), &n))
	require.Equal(t, []onec.Int64{1, 2, 0, 0, 3}, n)
	b, err := json.Marshal(n)
	require.NoError(t, err)
	require.Equal(t, `["1","2","0","0","3"]`, string(b))
	require.Error(t, json.Unmarshal([]byte(`["1.5"]`), &n))
}
