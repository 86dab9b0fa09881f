package chestnyznaktest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// maxCodes is the most codes of one call of cises/info, and the most GTINs of product/info.
const maxCodes = 1000

// cises tells the state of codes by their КИ. A full КМ is not found.
func (s *Server) cises(c call) (any, *refusal) {
	var asked []string
	if err := json.Unmarshal(c.body, &asked); err != nil || len(asked) == 0 {
		return nil, refuse(400, "Тело запроса должно быть массивом КИ")
	}
	if len(asked) > maxCodes {
		return nil, refuse(400, "Количество КИ превышает %d", maxCodes)
	}
	pg := c.query.Text("pg")
	if _, known := groups[pg]; pg != "" && !known {
		return nil, refuse(404, "Товарная группа %s не найдена", pg)
	}
	rows, found := []any{}, 0
	for _, cis := range asked {
		e := s.codes[cis]
		if e == nil || pg != "" && e.Group != pg {
			rows = append(rows, map[string]any{
				"cisInfo":   map[string]any{"requestedCis": cis, "gtin": gtinOf(cis)},
				"errorCode": "404", "errorMessage": "КИ не найден",
			})
			continue
		}
		found++
		rows = append(rows, map[string]any{"cisInfo": s.cisInfo(cis, e.at(s.now()))})
	}
	if found == 0 {
		return rows, refuse(http.StatusNotFound, "")
	}
	return rows, nil
}

func (s *Server) cisInfo(asked string, c Code) map[string]any {
	ex := c.StatusEx
	fill(&ex, "EMPTY")
	v := map[string]any{
		"requestedCis": asked, "cis": c.CIS, "gtin": c.GTIN, "status": c.Status, "statusEx": ex,
		"productGroup": c.Group, "productGroupId": groups[c.Group], "productName": c.Name, "producerInn": c.Producer,
		"packageType": "UNIT", "generalPackageType": "UNIT", "emissionType": "LOCAL", "markWithdraw": false, "child": []string{},
	}
	if c.Owner == s.settings.INN {
		v["ownerInn"], v["ownerName"] = c.Owner, "ООО «Пример»"
	}
	if c.Status == Retired && c.Reason != "" {
		v["withdrawReason"] = c.Reason
	}
	if len(c.Blocked) > 0 {
		v["ogvs"] = c.Blocked
	}
	if !c.Expires.IsZero() {
		v["expirationDate"] = stamp(c.Expires)
	}
	return v
}

// products tells the groups of GTINs, which are parameters of a GET or the body of a POST.
func (s *Server) products(c call) (any, *refusal) {
	var in struct {
		GTINs   []string `json:"gtins"`
		Permits bool     `json:"rdInfo"` // permits: the cards here have none
	}
	if c.Method == http.MethodPost {
		if err := fake.Strict(c.body, &in); err != nil {
			return nil, refuse(400, "Некорректный запрос: %v", err)
		}
	}
	asked := slices.Concat(in.GTINs, strings.FieldsFunc(strings.Join(c.query.List("gtins"), ","), func(r rune) bool { return r == ',' }))
	if len(asked) == 0 || len(asked) > maxCodes {
		return nil, refuse(400, "Параметр gtins должен содержать от 1 до %d GTIN", maxCodes)
	}
	cards := map[string]Code{}
	for _, e := range s.codes {
		cards[e.GTIN] = e.Code
	}
	results := []any{}
	for _, gtin := range asked {
		if card, known := cards[gtin]; known {
			results = append(results, map[string]any{
				"gtin": gtin, "name": card.Name, "inn": card.Producer, "productGroup": card.Group, "productGroupId": groups[card.Group],
				"packageType": "UNIT", "isKit": false, "isSet": false,
			})
		}
	}
	return map[string]any{"results": results, "total": len(results)}, nil
}
