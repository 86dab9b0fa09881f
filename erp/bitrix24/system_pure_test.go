package bitrix24

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// What people set and nobody has read is news: neither as ordo wrote it nor as it was read last.
func TestNewsIsWhatPeopleSetAndNobodyRead(t *testing.T) {
	written := version{aspectStage: StagePaid, aspectPromo: ""}
	now := version{aspectStage: StageWon, aspectPromo: "MAY & 10", aspectContact: "15"}
	require.Equal(t, []string{aspectPromo, aspectStage}, now.news(written, nil))
	kept := parseVersion(now.under("deal").with(version{"1038/77/" + aspectStage: ShipmentRequest}).String())
	require.Empty(t, now.news(written, kept.deal()))
	require.Equal(t, version{aspectStage: ShipmentRequest}, kept.item(1038, 77))
	require.Empty(t, kept.item(1038, 7))
	require.Empty(t, parseVersion("%zz"))
}

// A form is read by the codes in its lines, whatever else people made of them.
func TestAFormIsReadAsPeopleFilledItIn(t *testing.T) {
	f := order.ShipmentForm{Shipment: 1, Carrier: "cdek-1", Fields: []order.FormField{
		{Code: "tariff", Name: "Тариф", Required: true, Choices: []string{"136", "137"}, Value: "136"},
		{Code: "packages.1.weight", Name: "Вес, г: брутто", Value: "1200"},
		{Code: "comment", Name: "Комментарий"},
	}}
	text := formText(f)
	require.Equal(t, "Тариф* [tariff] (136 | 137): 136\nВес, г: брутто [packages.1.weight]: 1200\nКомментарий [comment]:", text[:len(text)-1])
	for _, x := range []struct {
		text string
		want map[string]string
	}{
		{text, map[string]string{"tariff": "136", "packages.1.weight": "1200", "comment": ""}},
		{"x [tariff] (136 | 137): 137\r\n\r\n[comment]: звонить\nпосле шести", map[string]string{"tariff": "137", "comment": "звонить после шести"}},
		{"[a]: b [c]: d", map[string]string{"a": "b [c]: d"}},
	} {
		got, strange := parseForm(x.text)
		require.Equal(t, x.want, got)
		require.Empty(t, strange)
	}
	_, strange := parseForm("вес 1200\n[tariff]: 136")
	require.Equal(t, []string{"вес 1200"}, strange)
}

// The price of a row has kopecks, so that the sum of a deal is set where they make another.
//
// pain: BUS-P2
func TestRowsAreLinesAndNotArticles(t *testing.T) {
	draft := order.Draft{ID: "1", Ref: order.Ref{System: "bitrix", ID: "300"}, Scheme: order.ByCarrier, Lines: []order.Line{
		{ID: "L1", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(3), Total: amount.RUB(10000), VAT: amount.VAT20},
		{ID: "L2", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(1), Total: amount.RUB(0), VAT: amount.VATNone},
		{ID: "L3", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(35000)},
	}}
	o, _, err := order.New(draft, order.By{Actor: order.Actor{ID: "x", Role: order.RoleSystem}, At: time.Unix(0, 0)})
	require.NoError(t, err)
	rows := rowsWanted(o.View(), nil)
	require.Len(t, rows, 3)
	require.Equal(t, "33.33", rows[0].price.Text())
	require.False(t, rows[0].exact)
	require.Equal(t, []string{"Кружка [MUG]", "Кружка [MUG]", "Доставка"}, []string{rows[0].name, rows[1].name, rows[2].name})
	require.Equal(t, "MUG", articleOf(rows[0].name))

	there := []ProductRow{
		{ID: 503, Name: "Кружка [MUG]", Price: "33.33", Quantity: "3", VATRate: "20", Sort: 10},
		{ID: 504, Name: "Кружка [MUG]", Price: "0", Quantity: "1.0000", Sort: 20},
		{ID: 505, Name: "Доставка", Price: "350", Quantity: "1", Sort: 30},
	}
	kept := rowsKept(keptRows{}.found(there, rows))
	require.JSONEq(t, `{"L1":{"row":503,"q":"3","v":"1bb17e"},"L2":{"row":504,"q":"1","v":"afa986"},"L3":{"row":505,"q":"1","v":"29867b"}}`, kept.String())
	require.Equal(t, kept, parseRows(kept.String()))
	for i, w := range rows {
		require.Nil(t, w.changed(there[i]), w.line)
	}
	f := sumFields(there, kept, amount.RUB(45000))
	require.Equal(t, fields{"isManualOpportunity": flagValue(true), "opportunity": numberValue("450.00")}, f)
	sums := rowSums(there, kept, o.View(), amount.RUB(45000), amount.RUB(0))
	require.Equal(t, []order.LineSum{
		{Line: "L1", Name: "Кружка [MUG]", Quantity: amount.Pcs(3)}, // its sum was rounded
		{Line: "L2", Name: "Кружка [MUG]", Quantity: amount.Pcs(1), Total: amount.RUB(0)},
		{Line: "L3", Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(35000)},
	}, sums.Lines)
}

// The stages of the set-up are those of the table, with one that ends well.
func TestStagesStandInTheOrderOfThePortal(t *testing.T) {
	for axis, want := range map[status.Axis][]string{
		status.AxisOrder:    {StageNew, StagePaid, StageAssembling, StageDelivering, StageWon, StageLost},
		status.AxisItem:     {PositionNew, PositionRequested, PositionAssembling, PositionCentral, PositionRemarking, PositionSent, PositionReturning, PositionIssued, PositionReturned, PositionLost, PositionCancelled},
		status.AxisShipment: {ShipmentNew, ShipmentRequest, ShipmentSent, ShipmentArrived, ShipmentBack, ShipmentIssued, ShipmentCameBack, ShipmentLost, ShipmentCancelled},
		status.AxisReturn:   {ReturnNew, ReturnRefund, ReturnReturned, ReturnCancelled},
	} {
		var codes []string
		for _, r := range stages(axis) {
			codes = append(codes, r.Code)
			require.NotEmpty(t, r.Names.RU, r.Code)
			require.NotEmpty(t, r.Names.UK, r.Code)
			require.NotEmpty(t, r.Names.PL, r.Code)
		}
		require.Equal(t, want, codes)
	}
}

// Names are in the language of the settings, and labels in all.
func TestNamesAreInTheLanguageOfTheSettings(t *testing.T) {
	s := Settings{}
	require.Equal(t, "Заказы", s.funnel())
	require.Equal(t, []string{"Позиция заказа", "Отгрузка", "Возврат"}, s.processTitles())
	require.Equal(t, "Заказ оплачен", s.stageName(status.AxisOrder, StagePaid))
	s.Language = texts.Polish
	require.Equal(t, "Zamówienia", s.funnel())
	for _, f := range append(dealUserFields(), contactUserFields()...) {
		for lang, name := range labels(f.label) {
			require.NotEmpty(t, name, f.name+" "+lang)
		}
	}
}

// A value is the same however the portal writes it.
func TestAValueIsTheSameHoweverItIsWritten(t *testing.T) {
	o := object{}
	require.NoError(t, json.Unmarshal([]byte(`{"n":"2.5000","m":"1500|RUB","t":"2026-05-14T10:00:00+03:00","x":" a\r\nb ","none":null,"no":false,"list":["a","b"],"empty":[],"id":"15","ids":["15"]}`), &o))
	at := time.Date(2026, 5, 14, 7, 0, 0, 0, time.UTC)
	for name, v := range map[string]value{
		"n": numberValue("2.5"), "m": moneyValue(amount.RUB(150000)), "t": timeValue(at), "x": textValue("a\nb"), "none": textValue(""), "no": textValue(""),
		"list": textsValue{"a", "b"}, "empty": textsValue(nil), "id": idValue(15), "ids": idsValue{15}, "absent": moneyValue(amount.RUB(0)),
	} {
		require.True(t, v.isIn(o, name), name)
	}
	for name, v := range map[string]value{
		"n": numberValue("2.51"), "m": moneyValue(amount.RUB(150001)), "t": timeValue(at.Add(time.Minute)), "x": textValue("b"), "list": textsValue{"b", "a"}, "id": idValue(0),
	} {
		require.False(t, v.isIn(o, name), name)
	}
	stock := "МАГ-1: свободно 5 (14.05.2026 10:00)"
	o.put("stock", stockValue(stock))
	require.True(t, stockValue("МАГ-1: свободно 5 (14.05.2026 10:10)").isIn(o, "stock"))
	require.False(t, stockValue("МАГ-1: свободно 4 (14.05.2026 10:10)").isIn(o, "stock"))
	require.False(t, stockValue("МАГ-1: свободно 5 (14.05.2026 11:10)").isIn(o, "stock"))
}

func FuzzWhatPeopleMadeOfOurFields(f *testing.F) {
	f.Add("Тариф* [tariff] (136 | 137): 136\nx", "stage=NEW&promo=a", `{"L1":{"row":1,"q":"2"}}`, "Кружка [MUG]")
	f.Add("[", "%", "[]", "[]")
	f.Add("", "", "", ".")
	f.Fuzz(func(t *testing.T, form, v, rows, name string) {
		values, _ := parseForm(form)
		var again order.ShipmentForm
		for code, value := range values {
			again.Fields = append(again.Fields, order.FormField{Code: code, Value: value})
		}
		back, _ := parseForm(formText(again))
		for code, value := range values {
			require.Equal(t, oneLine(value), back[code], form)
		}
		require.Equal(t, parseVersion(v), parseVersion(parseVersion(v).String()))
		require.Equal(t, parseRows(rows), parseRows(parseRows(rows).String()))
		if article := articleOf(name); strings.Count(article, "[") == 0 && strings.Count(article, "]") == 0 && article != "" {
			require.Equal(t, article, articleOf(rowName("x", article)))
		}
		require.Equal(t, plainNumber(name), plainNumber(plainNumber(name)))
	})
}

// Somebody sets the same once more after it was refused and put back: that is news again.
func TestWhatWasPutBackIsNewsAgain(t *testing.T) {
	written, pressed := version{aspectStage: "SENT"}, version{aspectStage: "SUCCESS"}
	require.Equal(t, []string{aspectStage}, pressed.news(written, version{}))
	read := version{aspectStage: pressed.asRead(aspectStage, written)}
	require.Empty(t, pressed.news(written, read), "it was read")

	sent := version{aspectStage: "SENT"}
	written = sent.after(written, read)
	require.Equal(t, []string{aspectStage}, pressed.news(written, read), "it was put back meanwhile")
	require.Equal(t, written, sent.after(written, read), "that is counted once")

	read = version{aspectStage: pressed.asRead(aspectStage, written)}
	written = pressed.after(written, read)
	require.Equal(t, "1", written[back(aspectStage)], "what was taken over is not put back")
}
