package novaposhtatest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
)

// track asks for numbers, each with a telephone behind a slash or without one, and returns the rows by number.
func (c *caller) track(numbers ...string) (rows map[string]object, a answer) {
	c.t.Helper()
	var documents []string
	for _, n := range numbers {
		number, phone, _ := strings.Cut(n, "/")
		documents = append(documents, fmt.Sprintf(`{"DocumentNumber":%q,"Phone":%q}`, number, phone))
	}
	a = c.call("TrackingDocument.getStatusDocuments", `{"Documents":[`+strings.Join(documents, ",")+`]}`)
	rows = map[string]object{}
	for _, r := range a.Data {
		rows[r["Number"].(string)] = r
	}
	return rows, a
}

// status is where a parcel is.
func (c *caller) status(number string) string {
	rows, _ := c.track(number)
	return rows[number]["StatusCode"].(string)
}

func TestTheNumbersOfAQuestion(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	c.key = ""
	hundred := make([]string, 100)
	for i := range hundred {
		hundred[i] = fmt.Sprintf("2045%010d", 900+i)
	}
	rows, a := c.track(hundred...)
	require.Len(t, rows, 100)
	require.Equal(t, hundred[99], a.Data[0]["Number"], "the order is another")
	for _, tt := range []struct {
		numbers []string
		codes   []any
	}{
		{append(hundred, "20450000009999"), []any{"20001401153"}},
		{[]string{"20450000000001", "2045000000000"}, []any{"20001401442"}},
		{[]string{"20450000000001/123"}, []any{"20001401160"}},
		{nil, []any{"20000301007"}},
	} {
		rows, a := c.track(tt.numbers...)
		require.Equal(t, tt.codes, a.ErrorCodes)
		require.Empty(t, rows)
	}
	require.Equal(t, []any{"20000301007"}, c.call("TrackingDocument.getStatusDocuments", `{}`).ErrorCodes)
}

// As recorded: a number that is not found is a row with all fields, and a warning.
func TestANumberThatIsNotFound(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	rows, a := c.track("20400000000000")
	require.True(t, a.Success)
	row := rows["20400000000000"]
	require.Len(t, row, 128)
	for k, want := range (object{
		"StatusCode": "3", "Status": "Номер не знайдено", "RefEW": "", "AnnouncedPrice": 0.0, "Redelivery": 0.0, "RedeliverySum": "",
		"Packaging": []any{}, "PossibilityCreateReturn": false, "FinalEUReturnDate": nil, "RecipientFullNameEW": " ",
	}) {
		require.Equal(t, want, row[k], k)
	}
	require.Equal(t, []any{object{
		"ID_20400000000000": "Please enter a valid phone number from the express invoice to show full information",
	}}, a.Warnings)
	require.Equal(t, []any{}, a.WarningCodes)
}

// pain: NP-P4
func TestWithoutTheKeyNothingGoesBack(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	number := c.made(object{"BackwardDeliveryData": []object{{"PayerType": "Recipient", "CargoType": "Money", "RedeliveryString": "1400"}}})["IntDocNumber"].(string)
	c.srv.Arrive(number)
	rows, a := c.track(number)
	require.Empty(t, a.Warnings)
	for k, want := range (object{"Redelivery": 1.0, "RedeliverySum": 1400.0, "RecipientFullName": "Приклад Олена", "AnnouncedPrice": 1400.0}) {
		require.Equal(t, want, rows[number][k], k)
	}
	c.srv.AddKey("another")
	for _, key := range []string{"", "another"} {
		c.key = key
		for phone, open := range map[string]bool{"380670000002": true, "0670000001": true, "380670000003": false, "": false} {
			rows, a := c.track(number + "/" + phone)
			row := rows[number]
			require.Equal(t, "7", row["StatusCode"])
			require.Equal(t, open, row["RecipientFullName"] != "", phone)
			require.Equal(t, open, row["AnnouncedPrice"] != "", phone)
			require.Equal(t, open, len(a.Warnings.([]any)) == 0, phone)
			for k := range row {
				require.NotContains(t, k, "Redelivery")
				require.NotContains(t, k, "LastCreatedOnTheBasis")
			}
		}
	}
}

func TestTheTimesOfAParcel(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	number := c.made(nil)["IntDocNumber"].(string)
	c.srv.Travel(number, 12*time.Hour)
	for _, want := range []string{"1", "4", "5", "7", "7"} {
		require.Equal(t, want, c.status(number))
		c.now = c.now.Add(12 * time.Hour)
	}
	c.now = time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC) // summer
	c.srv.HandOut(number)
	rows, _ := c.track(number)
	for k, want := range (object{
		"DateCreated": "02-03-2026 12:00:00", "ScheduledDeliveryDate": "04-03-2026 12:00:00", "ActualDeliveryDate": "2026-03-04 00:00:00",
		"DateFirstDayStorage": "2026-03-12", "DatePayedKeeping": "2026-03-12 00:00:00", "RecipientDateTime": "01.04.2026 12:00:00",
		"DateScan": "12:00 01.04.2026", "TrackingUpdateDate": "2026-04-01 12:00:00", "StatusCode": "9", "Status": "Відправлення отримано",
		"PaymentStatus": "PAYED", "DocumentCost": "95", "DocumentWeight": 1.2, "FactualWeight": "1.20", "WarehouseRecipientNumber": 10.0,
		"ClientBarcode": "910000123", "SeatsAmount": "1",
	}) {
		require.Equal(t, want, rows[number][k], k)
	}
}

func TestTheWaysOfAParcel(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	back := func(kind string) object {
		return object{"BackwardDeliveryData": []object{{"PayerType": "Recipient", "CargoType": kind, "RedeliveryString": "1400"}}}
	}
	number := func(more object) string { return c.made(more)["IntDocNumber"].(string) }
	row := func(number string) object {
		rows, _ := c.track(number)
		return rows[number]
	}

	n := number(object{"CitySender": novaposhtatest.CityLviv, "SenderAddress": novaposhtatest.BranchLviv})
	c.srv.HandOver(n)
	require.Equal(t, "41", c.status(n), "it stays in the city")

	n = number(object{
		"RecipientAddress": novaposhtatest.LockerLviv,
		"OptionsSeat":      []object{{"weight": "1", "volumetricWidth": "20", "volumetricLength": "30", "volumetricHeight": "10"}},
	})
	c.srv.Arrive(n)
	require.Equal(t, "8", c.status(n))
	w, _ := c.srv.Waybill(n)
	a := c.call("InternetDocument.delete", `{"DocumentRefs":"`+w.Ref+`"}`)
	require.Equal(t, object{"0": "No document changed DeletionMark", w.Ref: "Parcel is in Postomat. Can not be deleted"}, a.Errors)

	n = number(back("Money"))
	c.srv.HandOut(n)
	require.Equal(t, "10", c.status(n))
	require.Equal(t, "RedeliveryGM", row(n)["LastCreatedOnTheBasisDocumentType"])
	require.Regexp(t, `^102-\d{10}$`, row(n)["LastCreatedOnTheBasisNumber"])
	require.Equal(t, "1400.000", row(n)["LastAmountTransferGM"])
	c.srv.PayOut(n)
	require.Equal(t, "11", c.status(n))

	n = number(back("Documents"))
	c.srv.HandOut(n)
	require.Equal(t, "106", c.status(n), "received, and documents go back")
	require.Equal(t, n, row(row(n)["RedeliveryNum"].(string))["OwnerDocumentNumber"])

	n = number(nil)
	c.srv.HandOver(n)
	c.srv.Refuse(n, "Не підійшов товар")
	require.Equal(t, "103", c.status(n))
	require.Equal(t, "Не підійшов товар", row(n)["UndeliveryReasons"])
	r := c.srv.Return(n)
	require.Equal(t, "102", c.status(n))
	require.Equal(t, r, row(n)["LastCreatedOnTheBasisNumber"])
	require.Equal(t, "CargoReturn", row(n)["LastCreatedOnTheBasisDocumentType"])
	require.Equal(t, "Київ", row(r)["CityRecipient"])
	c.srv.HandOut(r)
	require.Equal(t, "9", c.status(r), "the shop has the goods")
	require.Equal(t, "102", c.status(n))

	n = number(nil)
	c.srv.Ship(n)
	r = c.srv.Redirect(n, novaposhtatest.LockerLviv)
	require.Equal(t, "104", c.status(n))
	require.Equal(t, "Redirecting", row(n)["LastCreatedOnTheBasisDocumentType"])
	c.srv.Arrive(r)
	require.Equal(t, "8", c.status(r))

	n = number(object{"ServiceType": "WarehouseWarehouse"})
	for _, step := range []struct {
		do   func(string)
		want string
	}{
		{c.srv.Ship, "5"},
		{c.srv.Miss, "111"},
		{c.srv.EndStorage, "105"},
		{c.srv.Destroy, "124"},
		{func(n string) { c.srv.Advance(n, novaposhtatest.Step{Code: "999", Text: "Невідомо"}) }, "999"},
	} {
		step.do(n)
		require.Equal(t, step.want, c.status(n))
	}

	n = c.srv.MakeForeignWaybill(nil)
	c.srv.Arrive(n)
	rows, a := c.track(n)
	require.Equal(t, "7", rows[n]["StatusCode"])
	require.Empty(t, rows[n]["RecipientFullName"])
	require.Len(t, a.Warnings, 1)
	require.Equal(t, "1", c.status(c.srv.MakeWaybill(object{"Cost": "700"})))
	require.Panics(t, func() { c.srv.Ship("nobody's") })
}
