package chestnyznaktest_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
)

func TestADocumentIsShownThenCheckedThenItsCodesFollow(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	status, id := s.create("LK_RECEIPT", sale(one1))
	require.Equal(t, 201, status)
	require.Regexp(t, "^[0-9a-f-]{36}$", id)
	info := v4 + "doc/" + id + "/info?pg=shoes&body=true"
	status, _ = s.call("GET", info, "")
	require.Equal(t, 404, status, "a fresh document cannot be seen")
	s.clock.Advance(time.Second)
	_, rows := s.rows("GET", info, "")
	require.Equal(t, "IN_PROGRESS", rows[0]["status"])
	require.Equal(t, "10844", rows[0]["body"].(object)["document_number"])
	s.clock.Advance(4 * time.Second)
	_, rows = s.rows("GET", info, "")
	require.Equal(t, "CHECKED_OK", rows[0]["status"])
	told, _ := s.state(one1)
	require.Equal(t, "INTRODUCED", told, "codes follow later")
	s.clock.Advance(2 * time.Second)
	told, reason := s.state(one1)
	require.Equal(t, []any{"RETIRED", "DISTANCE"}, []any{told, reason})
	require.Equal(t, 1, s.Code(one).Withdrawals)
	require.Equal(t, id, s.Code(one).Document)
	status, _ = s.call("GET", v4+"doc/"+id+"/info?pg=lp", "")
	require.Equal(t, 404, status, "another group has no such document")
}

func TestASecondWithdrawalIsRefusedAndCounted(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	require.Equal(t, chestnyznaktest.CheckedOK, s.sent("LK_RECEIPT", sale(one1)).Status)
	d := s.sent("LK_RECEIPT", sale(one1, two1))
	require.Equal(t, chestnyznaktest.CheckedNotOK, d.Status)
	require.Equal(t, one1, d.Errors[0].CIS)
	require.Equal(t, []int{1, 1, 1}, []int{s.Code(one).Withdrawals, s.Code(one).Repeats, s.Code(two).Withdrawals}, "the good code is processed")
	receipt := s.Sell(one, two)
	require.Len(t, receipt.Errors, 2)
	require.Equal(t, 2, s.Code(one).Repeats)

	s = open(t, chestnyznaktest.Settings{AllOrNothing: true, ErrorObjects: true})
	s.Sell(one)
	d = s.sent("LK_RECEIPT", sale(one1, two1))
	require.Zero(t, s.Code(two).Withdrawals)
	_, rows := s.rows("GET", v4+"doc/"+d.ID+"/info?pg=shoes&content=1", "")
	require.Equal(t, one1, rows[0]["errors"].([]any)[0].(object)["cis"])
	require.Contains(t, rows[0]["content"], "DISTANCE")
}

func TestTheSignatureIsOverTheVeryBytes(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{QuotedID: true})
	b, err := json.Marshal(sale(one1))
	require.NoError(t, err)
	good := object{
		"document_format": "MANUAL", "type": "LK_RECEIPT", "product_document": base64.StdEncoding.EncodeToString(b), "signature": s.signed(b, true),
	}
	for name, body := range map[string]object{
		"of other bytes":   with(good, "signature", s.signed(append(b, '\n'), true)),
		"not detached":     with(good, "signature", s.signed(b, false)),
		"no Base64":        with(good, "product_document", "{}"),
		"a format":         with(good, "document_format", "CSV"),
		"a type":           with(good, "type", "LP_SHIP_GOODS"),
		"a group":          with(good, "product_group", "lp"),
		"an unknown field": with(good, "urgent", true),
	} {
		status, v := s.call("POST", main+"lk/documents/create?pg=shoes", body)
		require.Equal(t, 400, status, name)
		require.NotEmpty(t, v["error_message"])
	}
	for pg, want := range map[string]int{"boots": 404, "": 404, "tires": 403} {
		status, _ := s.call("POST", main+"lk/documents/create?pg="+pg, good)
		require.Equal(t, want, status, pg)
	}
	require.Empty(t, s.Documents())
	status, _, id := s.raw("POST", main+"lk/documents/create?pg=shoes", good)
	require.Equal(t, 201, status)
	require.Regexp(t, `^"[0-9a-f-]{36}"\n$`, id, "some editions answer JSON")
	require.Equal(t, 1, s.Commits("documents/create"))
}

func TestAWithdrawalIsRefusedThatBreaksARule(t *testing.T) {
	for name, c := range map[string]struct {
		document any
		object   string // of the error
	}{
		"another participant":       {with(sale(one1), "inn", "7712345678"), "inn"},
		"an unknown reason":         {with(sale(one1), "action", "GIFT"), "action"},
		"the older word":            {with(sale(one1), "action", "REMOTE_SALE"), "action"},
		"tomorrow":                  {with(sale(one1), "action_date", "2026-01-17"), "action_date"},
		"five years ago":            {with(sale(one1), "action_date", "2020-01-01"), "action_date"},
		"no date":                   {with(sale(one1), "action_date", nil), "action_date"},
		"a kind for other reasons":  {with(sale(one1), "document_type", "CUSTOMS_DECLARATION"), "primary_document_type"},
		"OTHER without a name":      {with(sale(one1), "document_type", "OTHER"), "primary_document_custom_name"},
		"a kind without a number":   {with(sale(one1), "document_number", nil), "primary_document_number"},
		"RETAIL without a document": {with(sale(one1), "action", "RETAIL", "document_type", nil, "document_number", nil, "document_date", nil), "primary_document_type"},
		"a code twice":              {sale(one1, one1), "products"},
		"no codes":                  {sale(), "products"},
		"no price":                  {with(sale(one1), "products", []object{{"cis": one1}}), "product_cost"},
		"a price below zero":        {with(sale(one1), "products", []object{{"cis": one1, "product_cost": -1}}), "product_cost"},
		"a place without KPP":       {with(sale(one1), "fias_id", "550e8400-e29b-41d4-a716-446655440000"), "kpp"},
	} {
		s := open(t, chestnyznaktest.Settings{})
		d := s.sent("LK_RECEIPT", c.document)
		require.Equal(t, chestnyznaktest.CheckedNotOK, d.Status, name)
		require.Equal(t, c.object, d.Errors[0].Object, "%s: %v", name, d.Errors)
		require.Zero(t, s.Code(one).Withdrawals, name)
	}
	s := open(t, chestnyznaktest.Settings{NeedsPlace: true})
	require.Equal(t, "fias_id", s.sent("LK_RECEIPT", sale(one1)).Errors[0].Object)
	for name, document := range map[string]any{
		"not JSON": "{", "an unknown field": with(sale(one1), "currency", "RUB"), "a price in roubles": with(sale(one1), "products", []object{{"cis": one1, "product_cost": 4800.5}}),
	} {
		require.Equal(t, chestnyznaktest.ParseError, s.sent("LK_RECEIPT", document).Status, name)
	}
	s = open(t, chestnyznaktest.Settings{OldWords: true})
	require.Equal(t, chestnyznaktest.CheckedOK, s.sent("LK_RECEIPT", with(sale(one1), "action", "REMOTE_SALE")).Status)
	s = open(t, chestnyznaktest.Settings{})
	bare := with(sale(one1), "document_type", nil, "document_number", nil, "document_date", nil)
	require.Equal(t, chestnyznaktest.CheckedOK, s.sent("LK_RECEIPT", bare).Status, "a distance sale may do without a document")
}

func TestTheDayOfAWithdrawalIsThatOfMoscow(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{TokenLife: 1 << 62})
	s.clock.Advance(12*time.Hour + 30*time.Minute) // 21:30 UTC: the 17th in Moscow
	for day, want := range map[string]string{
		"2026-01-17": chestnyznaktest.CheckedOK, "2026-01-18": chestnyznaktest.CheckedNotOK, "2021-01-17": chestnyznaktest.CheckedOK,
		"2021-01-16": chestnyznaktest.CheckedNotOK, "2026-1-17": chestnyznaktest.CheckedNotOK, "2026-02-30": chestnyznaktest.CheckedNotOK,
	} {
		s.Change(one, func(c *chestnyznaktest.Code) { c.Status, c.Reason = chestnyznaktest.Introduced, "" })
		require.Equal(t, want, s.sent("LK_RECEIPT", with(sale(one1), "action_date", day)).Status, day)
	}
	s.clock.Advance(time.Date(2028, 2, 29, 9, 0, 0, 0, time.UTC).Sub(s.clock.Now()))
	s.Change(one, func(c *chestnyznaktest.Code) { c.Status, c.Reason = chestnyznaktest.Introduced, "" })
	require.Equal(t, chestnyznaktest.CheckedOK, s.sent("LK_RECEIPT", with(sale(one1), "action_date", "2023-02-28")).Status)
}

func TestACodeThatCannotLeaveIsNamed(t *testing.T) {
	for name, change := range map[string]func(*chestnyznaktest.Code){
		"another owner": func(c *chestnyznaktest.Code) { c.Owner = "7712345678" },
		"another group": func(c *chestnyznaktest.Code) { c.Group = "lp" },
		"on its way":    func(c *chestnyznaktest.Code) { c.StatusEx = "WAIT_SHIPMENT" },
		"blocked":       func(c *chestnyznaktest.Code) { c.Blocked = []string{"FNS"} },
		"not yet in":    func(c *chestnyznaktest.Code) { c.Status = chestnyznaktest.Applied },
		"written off":   func(c *chestnyznaktest.Code) { c.Status = "WRITTEN_OFF" },
	} {
		s := open(t, chestnyznaktest.Settings{})
		s.Change(one, change)
		d := s.sent("LK_RECEIPT", sale(one1, two1))
		require.Equal(t, chestnyznaktest.CheckedNotOK, d.Status, name)
		require.Len(t, d.Errors, 1, name)
		require.Equal(t, one1, d.Errors[0].CIS, name)
		require.Equal(t, []int{0, 1}, []int{s.Code(one).Withdrawals, s.Code(two).Withdrawals}, name)
	}
}

func TestEachReasonHasItsReturns(t *testing.T) {
	all := []string{"REMOTE_SALE_RETURN", "RETAIL_RETURN", "OWN_USE_RETURN", "NOT_FOR_SALE_RETURN", "STATE_CONTRACT_RETURN"}
	for reason, allowed := range map[string][]string{
		"DISTANCE": {"REMOTE_SALE_RETURN", "RETAIL_RETURN"}, "BY_SAMPLES": {"REMOTE_SALE_RETURN", "RETAIL_RETURN"}, "RETAIL": {"RETAIL_RETURN"},
		"OWN_USE": {"OWN_USE_RETURN", "NOT_FOR_SALE_RETURN"}, "PRODUCTION_USE": {"OWN_USE_RETURN", "NOT_FOR_SALE_RETURN"},
		"MEDICAL_USE": {"OWN_USE_RETURN"}, "VETERINARY_USE": {"OWN_USE_RETURN"}, "DONATION": {"NOT_FOR_SALE_RETURN"},
		"STATE_CONTRACT": {"NOT_FOR_SALE_RETURN"}, "STATE_SECRET": {"STATE_CONTRACT_RETURN"}, "LOSS": nil,
	} {
		for _, kind := range all {
			s := open(t, chestnyznaktest.Settings{})
			s.Change(one, func(c *chestnyznaktest.Code) { c.Status, c.Reason = chestnyznaktest.Retired, reason })
			document := with(back(one1), "return_type", kind)
			switch kind {
			case "RETAIL_RETURN":
				document = with(document, "paid", nil)
			case "NOT_FOR_SALE_RETURN":
				document = with(document, "paid", nil, "primary_document_type", "OTHER", "primary_document_custom_name", "Акт")
			case "OWN_USE_RETURN", "STATE_CONTRACT_RETURN":
				document = with(document, "paid", nil, "primary_document_type", nil, "primary_document_number", nil, "primary_document_date", nil)
			}
			if kind == "STATE_CONTRACT_RETURN" {
				document = with(document, "state_contract_id", "1234567890121123456789012")
			}
			want := chestnyznaktest.CheckedNotOK
			for _, a := range allowed {
				if a == kind {
					want = chestnyznaktest.CheckedOK
				}
			}
			d := s.sent("LP_RETURN", document)
			require.Equal(t, want, d.Status, "%s %s: %v", reason, kind, d.Errors)
			require.Equal(t, want == chestnyznaktest.CheckedOK, s.Code(one).Status == chestnyznaktest.Introduced)
		}
	}
}

func TestAReturnIsRefusedThatBreaksARule(t *testing.T) {
	unpaid := with(back(one1), "paid", false, "primary_document_type", nil, "primary_document_number", nil, "primary_document_date", nil)
	for name, c := range map[string]struct {
		document object
		object   string
	}{
		"nobody says whether it was paid": {with(back(one1), "paid", nil), "paid"},
		"paid without a receipt":          {with(unpaid, "paid", true), "primary_document_type"},
		"unpaid with a receipt":           {with(back(one1), "paid", false), "primary_document_type"},
		"paid in a retail return":         {with(back(one1), "return_type", "RETAIL_RETURN"), "paid"},
		"an unknown kind":                 {with(back(one1), "return_type", "VENDING_RETURN", "paid", nil), "return_type"},
		"a contract without need":         {with(back(one1), "state_contract_id", "1234567890121123456789012"), "state_contract_id"},
		"a code twice":                    {with(back(one1), "products_list", []object{{"ki": one1}, {"ki": one1}}), "products_list"},
	} {
		s := open(t, chestnyznaktest.Settings{})
		s.sent("LK_RECEIPT", sale(one1))
		d := s.sent("LP_RETURN", c.document)
		require.Equal(t, chestnyznaktest.CheckedNotOK, d.Status, name)
		require.Equal(t, c.object, d.Errors[0].Object, "%s: %v", name, d.Errors)
		require.Zero(t, s.Code(one).Returns, name)
	}
	s := open(t, chestnyznaktest.Settings{})
	s.sent("LK_RECEIPT", sale(one1))
	require.Equal(t, chestnyznaktest.CheckedOK, s.sent("LP_RETURN", unpaid).Status)
	require.Equal(t, chestnyznaktest.CheckedNotOK, s.sent("LP_RETURN", unpaid).Status, "it is back already")
	require.Equal(t, []int{1, 1}, []int{s.Code(one).Returns, s.Code(one).Repeats})
	require.Empty(t, s.Sell(one).Errors, "it may be sold again")
	require.Empty(t, s.TakeBack(one).Errors)
	require.Equal(t, []int{2, 2}, []int{s.Code(one).Withdrawals, s.Code(one).Returns})
}

func TestAWithdrawalIsCancelledUnlessTheCodeWasMovedSince(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	of := s.sent("LK_RECEIPT", sale(one1, two1))
	cancel := object{"inn": chestnyznaktest.DefaultINN, "lk_receipt_id": of.ID}
	s.sent("LP_RETURN", back(two1))
	s.Sell(two)
	d := s.sent("LK_RECEIPT_CANCEL", cancel)
	require.Equal(t, chestnyznaktest.CheckedNotOK, d.Status)
	require.Equal(t, two1, d.Errors[0].CIS)
	require.Equal(t, chestnyznaktest.Introduced, s.Code(one).Status)
	require.Equal(t, chestnyznaktest.Retired, s.Code(two).Status)
	require.Equal(t, "lk_receipt_id", s.sent("LK_RECEIPT_CANCEL", with(cancel, "lk_receipt_id", d.ID)).Errors[0].Object)
}

func TestAUnitGetsANewCode(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	s.Change(two, func(c *chestnyznaktest.Code) { c.Status = chestnyznaktest.Applied })
	document := object{
		"participant_inn": chestnyznaktest.DefaultINN, "remarking_date": "2026-01-16T09:00:00.000Z", "remarking_cause": "KM_SPOILED_OR_LOST",
		"products": []object{{"new_uin": two1, "last_uin": one1}},
	}
	require.Equal(t, "last_uin", s.sent("LK_REMARK", with(document, "remarking_cause", "RETAIL_RETURN")).Errors[0].Object)
	require.Equal(t, chestnyznaktest.CheckedOK, s.sent("LK_REMARK", document).Status)
	require.Equal(t, []string{"RETIRED", "REMARK_RETIRED"}, []string{s.Code(one).Status, s.Code(one).StatusEx})
	require.Equal(t, chestnyznaktest.Introduced, s.Code(two).Status)
	require.Equal(t, chestnyznaktest.CheckedNotOK, s.sent("LK_REMARK", document).Status)
}

func TestALostAnswerIsFoundInTheList(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	s.Faults().Next("documents/create", fake.ResetAfter(), fake.TooMany(3*time.Second))
	status, _ := s.create("LK_RECEIPT", sale(one1))
	require.Zero(t, status)
	status, _ = s.create("LK_RECEIPT", sale(two1))
	require.Equal(t, 429, status)
	list := v4 + "doc/list?pg=shoes&documentType=LK_RECEIPT&senderInn=" + chestnyznaktest.DefaultINN + "&dateFrom=2026-01-16T08:55:00.000Z"
	_, v := s.call("GET", list, "")
	require.Empty(t, v["results"], "it cannot be seen at once")
	s.clock.Advance(time.Second)
	_, v = s.call("GET", list, "")
	require.Len(t, v["results"], 1)
	row := v["results"].([]any)[0].(object)
	require.NotContains(t, row, "body")
	_, rows := s.rows("GET", v4+"doc/"+row["number"].(string)+"/info?pg=shoes&body=true", "")
	require.Equal(t, one1, rows[0]["body"].(object)["products"].([]any)[0].(object)["cis"])
}

func TestDocumentsAreListedByPages(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{CheckAfter: -1, ShownAfter: -1, CodesAfter: -1})
	var ids []string
	for i := range 5 {
		_, id := s.create("LK_RECEIPT", with(sale(one1), "document_number", fmt.Sprint(i)))
		ids = append([]string{id}, ids...)
		if i%2 == 0 {
			s.clock.Advance(time.Second) // two of them in one second
		}
	}
	page := func(more string) (got []string, last object, next bool) {
		_, v := s.call("GET", v4+"doc/list?pg=shoes&limit=2"+more, "")
		for _, row := range v["results"].([]any) {
			last = row.(object)
			got = append(got, last["number"].(string))
		}
		return got, last, v["nextPage"].(bool)
	}
	got, last, next := page("")
	for next {
		var more []string
		more, last, next = page("&orderedColumnValue=" + url.QueryEscape(last["receivedAt"].(string)) + "&did=" + last["number"].(string) + "&pageDir=NEXT")
		got = append(got, more...)
	}
	require.Equal(t, ids, got)
	before, _, _ := page("&pageDir=PREV&orderedColumnValue=" + url.QueryEscape(last["receivedAt"].(string)) + "&did=" + last["number"].(string))
	require.Equal(t, ids[2:4], before)
	oldest, _, _ := page("&order=ASC")
	require.Equal(t, []string{ids[4], ids[3]}, oldest)
	_, v := s.call("GET", v4+"doc/list?pg=shoes&documentStatus=CHECKED_OK&number="+ids[4], "")
	require.Len(t, v["results"], 1)
	for _, bad := range []string{"limit=0", "limit=1001", "order=UP", "pageDir=UP", "orderColumn=status", "dateFrom=yesterday", "sort=1", "did=x", "senderInn=1&receiverInn=2"} {
		status, _ := s.call("GET", v4+"doc/list?pg=shoes&"+bad, "")
		require.Equal(t, 400, status, bad)
	}
}

func TestAReceiptOfExpiredGoodsIsAnError(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	s.Change(one, func(c *chestnyznaktest.Code) { c.Expires = s.clock.Now().Add(-time.Hour) })
	d := s.Sell(one, "010460123456789321NOTTHERE00001")
	require.Equal(t, []int{8, 3}, []int{d.Errors[0].Number, d.Errors[1].Number})
	s.Sell(two)
	_, v := s.call("GET", v4+"doc/list?pg=shoes&documentType=RECEIPT", "")
	require.Len(t, v["results"], 2)
}
