package novaposhtatest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// statusTexts are the vendor's texts of statuses. %s is the city where the parcel is or goes to.
var statusTexts = map[string]string{
	"1":   "Відправник самостійно створив цю накладну, але ще не надав до відправки",
	"2":   "Видалено",
	"3":   "Номер не знайдено",
	"4":   "Відправлення у місті %s",
	"41":  "Відправлення у місті %s",
	"5":   "Відправлення прямує до міста %s",
	"6":   "Відправлення у місті %s. Очікуйте додаткове повідомлення про прибуття",
	"7":   "Прибув на відділення",
	"8":   "Прибув на відділення (завантажено в Поштомат)",
	"9":   "Відправлення отримано",
	"10":  "Відправлення отримано. Протягом доби ви одержите SMS-повідомлення про надходження грошового переказу",
	"11":  "Відправлення отримано. Грошовий переказ видано одержувачу.",
	"12":  "Нова Пошта комплектує ваше відправлення",
	"15":  "Відправлення прямує до України",
	"101": "На шляху до одержувача",
	"102": "Відмова від отримання (Відправником створено замовлення на повернення)",
	"103": "Відмова одержувача (отримувач відмовився від відправлення)",
	"104": "Змінено адресу",
	"105": "Припинено зберігання",
	"106": "Одержано і створено ЄН зворотньої доставки",
	"107": "Переміщено до основного відділення",
	"111": "Невдала спроба доставки через відсутність Одержувача на адресі або зв'язку з ним",
	"112": "Дата доставки перенесена Одержувачем",
	"124": "Знищено внаслідок ворожої атаки",
}

// text is the text of a step.
func (s *Server) text(w *waybill, st Step) string {
	text := statusTexts[st.Code]
	switch {
	case st.Text != "":
		return st.Text
	case !strings.Contains(text, "%s"):
		return text
	case st.Code == "4":
		return fmt.Sprintf(text, str(s.city(str(w.body, "CitySender")), "Description"))
	}
	return fmt.Sprintf(text, str(s.city(str(w.body, "CityRecipient")), "Description"))
}

// on calls f with a waybill; it panics if there is none, because the test is wrong then.
func (s *Server) on(key string, f func(w *waybill)) {
	s.do(func() {
		w := s.find(key)
		if w == nil {
			panic(fmt.Sprintf("novaposhtatest: no waybill %q", key))
		}
		f(w)
	})
}

// move adds a step, behind those that have come and instead of those to come after it.
func (s *Server) move(w *waybill, st Step) {
	if st.At.IsZero() {
		st.At = s.settings.Now()
	}
	w.steps = slices.DeleteFunc(w.steps, func(o Step) bool { return o.At.After(st.At) && o.At.After(s.settings.Now()) })
	w.steps = append(w.steps, st)
}

// Advance sets any status of a parcel, also one that the vendor does not have. Like all methods that move a parcel it
// panics if there is no such waybill.
func (s *Server) Advance(key string, st Step) { s.on(key, func(w *waybill) { s.move(w, st) }) }

// local reports whether a parcel stays in its city.
func local(body object) bool {
	return strings.EqualFold(str(body, "CitySender"), str(body, "CityRecipient"))
}

// HandOver hands the parcel over to Nova Poshta.
func (s *Server) HandOver(key string) { s.on(key, func(w *waybill) { s.handOver(w, time.Time{}) }) }

func (s *Server) handOver(w *waybill, at time.Time) {
	code := "4"
	if local(w.body) {
		code = "41"
	}
	s.move(w, Step{Code: code, At: at})
}

// Ship sends the parcel to the city of the recipient.
func (s *Server) Ship(key string) { s.Advance(key, Step{Code: "5"}) }

// Arrive brings the parcel to the branch or locker of the recipient, or to the courier.
func (s *Server) Arrive(key string) { s.on(key, func(w *waybill) { s.arrive(w, time.Time{}) }) }

func (s *Server) arrive(w *waybill, at time.Time) {
	code := "7"
	switch point := s.point(str(w.body, "RecipientAddress")); {
	case strings.HasSuffix(str(w.body, "ServiceType"), "Doors"):
		code = "101"
	case str(point, "CategoryOfWarehouse") == "Postomat":
		code = "8"
	}
	s.move(w, Step{Code: code, At: at})
}

// Travel lets the clock move the parcel: it is handed over, sent and there, one of them each time that d has passed.
func (s *Server) Travel(key string, d time.Duration) {
	s.on(key, func(w *waybill) {
		now := s.settings.Now()
		s.handOver(w, now.Add(d))
		s.move(w, Step{Code: "5", At: now.Add(2 * d)})
		s.arrive(w, now.Add(3*d))
	})
}

// HandOut gives the parcel to the recipient. Money that he pays goes to the sender; documents that he signs travel with
// a waybill of their own.
func (s *Server) HandOut(key string) {
	s.on(key, func(w *waybill) {
		now := s.settings.Now()
		switch {
		case w.backward("Documents", "SignedDocuments", "CreditDocuments", "Trays", "Other") != nil:
			s.backwards(w, goingBack)
			s.move(w, Step{Code: "106"})
		case w.backward("Money") != nil:
			w.last = &made{kind: moneyBack, number: "102-" + s.number("", 10), payer: str(w.backward("Money"), "PayerType"), at: now}
			s.move(w, Step{Code: "10"})
		default:
			s.move(w, Step{Code: "9"})
		}
	})
}

// PayOut pays the money of a parcel that was handed out to the sender.
func (s *Server) PayOut(key string) {
	s.on(key, func(w *waybill) {
		if w.last == nil || w.last.kind != moneyBack {
			panic(fmt.Sprintf("novaposhtatest: no money comes back for %q", key))
		}
		w.last.paid = s.settings.Now()
		s.move(w, Step{Code: "11"})
	})
}

// Refuse lets the recipient refuse the parcel, with a reason such as «Не відповідає опису».
func (s *Server) Refuse(key, reason string) { s.Advance(key, Step{Code: "103", Reason: reason}) }

// EndStorage ends the storage of a parcel that nobody has collected.
func (s *Server) EndStorage(key string) {
	s.Advance(key, Step{Code: "105", Reason: "Закінчився термін зберігання"})
}

// Miss is an attempt of the courier that fails.
func (s *Server) Miss(key string) {
	s.Advance(key, Step{Code: "111", Reason: "Одержувач відсутній"})
}

// Destroy ends a parcel that will not reach anybody.
func (s *Server) Destroy(key string) { s.Advance(key, Step{Code: "124"}) }

// Return sends the goods back and returns the number of the waybill with which they travel. HandOut of that number
// gives them to the shop.
func (s *Server) Return(key string) (number string) {
	s.on(key, func(w *waybill) { number = s.sendBack(w).number })
	return number
}

func (s *Server) sendBack(w *waybill) *waybill {
	back := s.backwards(w, cargoReturn)
	s.move(w, Step{Code: "102"})
	return back
}

// Redirect sends the parcel to another branch, under a number of its own, and returns that number.
func (s *Server) Redirect(key, branch string) (number string) {
	s.on(key, func(w *waybill) {
		p := s.point(branch)
		if p == nil {
			panic(fmt.Sprintf("novaposhtatest: no branch %q", branch))
		}
		number = s.redirect(w, p).number
	})
	return number
}

func (s *Server) redirect(w *waybill, point object) *waybill {
	body := object{}
	for k, v := range w.body {
		body[k] = v
	}
	body["CityRecipient"], body["RecipientAddress"] = point["CityRef"], point["Ref"]
	money := w.body["BackwardDeliveryData"]
	next := s.from(w, body, redirecting)
	if money != nil {
		next.body["BackwardDeliveryData"] = money
	}
	s.move(w, Step{Code: "104"})
	return next
}
