package chestnyznaktest

import (
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// hosts lists the CDN. On the loopback interface it is the server itself.
func (s *Server) hosts(c call) (any, *refusal) {
	rows := []any{}
	for _, h := range s.settings.Hosts {
		if strings.HasPrefix(c.Host, "127.0.0.1") {
			rows = append(rows, map[string]any{"host": "http://" + c.Host})
			break
		}
		rows = append(rows, map[string]any{"host": "https://" + h})
	}
	return map[string]any{"code": 0, "description": "ok", "hosts": rows}, nil
}

// health tells how fast a host is: the later ones in the list are the faster.
func (s *Server) health(c call) (any, *refusal) {
	n := slices.Index(s.settings.Hosts, c.Host) + 1
	return map[string]any{"code": 0, "description": "ok", "avgTimeMs": 100 - 10*n}, nil
}

// The errors of codes/check, by their numbers.
var checkErrors = map[int]string{
	1: "Ошибка валидации КМ", 2: "КМ не содержит GTIN", 3: "КМ не содержит серийный номер", 4: "КМ содержит недопустимые символы",
	5: "Ошибка верификации крипто-подписи КМ: формат", 6: "Ошибка верификации крипто-подписи КМ", 10: "КМ не найден в ГИС МТ",
}

// check answers whether codes may be sold.
func (s *Server) check(c call) (any, *refusal) {
	var in struct {
		Codes []string `json:"codes"`
		Drive string   `json:"fiscalDriveNumber"`
		INN   string   `json:"inn"`
	}
	switch err := fake.Strict(c.body, &in); {
	case err != nil:
		return nil, refuse(400, "Некорректный запрос: %v", err)
	case len(in.Codes) == 0:
		return nil, refuse(400, "Не указаны коды")
	case in.Drive != "" && len(in.Drive) != 16:
		return nil, refuse(400, "Некорректный fiscalDriveNumber")
	}
	rows := []any{}
	for _, code := range in.Codes {
		rows = append(rows, s.checked(code, in.INN))
	}
	return map[string]any{
		"code": 0, "description": "ok", "reqId": s.id(), "reqTimestamp": s.now().UnixMilli(), "codes": rows,
	}, nil
}

func (s *Server) checked(code, inn string) map[string]any {
	e, number := s.genuine(code)
	v := map[string]any{
		"cis": code, "valid": number == 0 || number >= 6, "verified": number == 0, "found": e != nil, "errorCode": number,
		"realizable": false, "utilised": false, "isBlocked": false, "sold": false, "grayZone": false, "ogvs": []string{},
	}
	if number != 0 {
		v["message"] = checkErrors[number]
	}
	if e == nil {
		return v
	}
	k := e.at(s.now())
	v["printView"], v["gtin"], v["groupIds"] = k.CIS, k.GTIN, []int{groups[k.Group]}
	v["realizable"] = k.Status == Introduced && k.StatusEx == ""
	v["utilised"], v["sold"] = k.Status != Emitted, k.Status == Retired
	v["isBlocked"], v["isTracking"], v["packageType"], v["producerInn"] = len(k.Blocked) > 0, true, "UNIT", k.Producer
	if len(k.Blocked) > 0 {
		v["ogvs"] = k.Blocked
	}
	v["isOwner"] = inn != "" && k.Owner == inn
	if !k.Expires.IsZero() {
		v["expireDate"] = stamp(k.Expires)
	}
	return v
}

// genuine finds a code by its full text, or says what is wrong with it.
func (s *Server) genuine(code string) (*entry, int) {
	e := s.codes[cisOf(code)]
	_, tail, separated := strings.Cut(code, gs)
	switch {
	case strings.HasPrefix(code, gs):
		return nil, 1
	case strings.ContainsFunc(code, foreign):
		return nil, 4
	case e != nil && (code == e.Full || e.Full == ""):
		return e, 0
	case e != nil && separated && len(tail) == len(e.Full)-len(e.CIS)-1:
		return e, 6
	case e != nil:
		return e, 5
	}
	for cis, e := range s.codes { // the separators were lost
		if strings.HasPrefix(code, cis) && strings.ReplaceAll(e.Full, gs, "") == code {
			return e, 5
		}
	}
	switch {
	case len(code) < 16 || !strings.HasPrefix(code, "01") || strings.Trim(code[2:16], "0123456789") != "":
		return nil, 2
	case !strings.HasPrefix(code[16:], "21") || len(code) == 18:
		return nil, 3
	}
	return nil, 10
}

// foreign reports whether no code has a character.
func foreign(r rune) bool {
	return !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("!\"%&'()*+,-./:;<=>?_"+gs, r))
}
