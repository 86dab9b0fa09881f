package texts

// orderDocuments are the refusals of documents that drive an order.
func orderDocuments() []entry {
	return []entry{
		{
			"it stands for %s, which is refused: %s",
			"за ним стоит операция «%s», а она невозможна: %s",
			"за ним стоїть операція «%s», а вона неможлива: %s",
			"oznacza operację „%s”, a ta jest niemożliwa: %s",
		},
		{
			"%s reports document %s %s as %s: %s",
			"%s сообщает: документ %s %s — «%s»; %s",
			"%s повідомляє: документ %s %s — «%s»; %s",
			"%s zgłasza: dokument %s %s — „%s”; %s",
		},
		{
			"it was issued in this state before its units were cancelled",
			"он был оформлен в этом состоянии до отмены его единиц",
			"його було оформлено в цьому стані до скасування його одиниць",
			"wystawiono go w tym stanie, zanim anulowano jego sztuki",
		},
		{
			"the order has goods in several shipments, or some in none: say which units or which shipment it is about",
			"товары заказа в нескольких отправлениях или частью ни в одном: укажите, о каких единицах или о каком отправлении документ",
			"товари замовлення в кількох відправленнях або частково в жодному: вкажіть, про які одиниці чи про яке відправлення документ",
			"towary zamówienia są w kilku przesyłkach albo częściowo w żadnej: podaj, których sztuk lub której przesyłki dotyczy dokument",
		},
		{
			"shipment S%d holds other goods as well; take them out of it first",
			"в отправлении S%d есть и другие товары; сначала уберите их из него",
			"у відправленні S%d є й інші товари; спершу приберіть їх із нього",
			"w przesyłce S%d są też inne towary; najpierw wyjmij je z niej",
		},
		{
			"its waybill is %s, not %s; if the second is right, cancel the request to the carrier first",
			"его накладная %s, а не %s; если верна вторая, сначала отмените заявку перевозчику",
			"його накладна %s, а не %s; якщо правильна друга, спершу скасуйте заявку перевізнику",
			"jej list przewozowy to %s, a nie %s; jeśli ten drugi jest właściwy, najpierw anuluj zlecenie u przewoźnika",
		},
		{
			"it may give only the confirmations %v",
			"может дать только подтверждения %v",
			"може дати лише підтвердження %v",
			"może udzielić tylko potwierdzeń %v",
		},
		{
			"it is %s and does not go back to %s",
			"статус «%s»; вернуться к статусу «%s» нельзя",
			"статус «%s»; повернутися до статусу «%s» не можна",
			"status „%s”; nie można wrócić do statusu „%s”",
		},
		{
			"name its units in the document or as picks, not both",
			"укажите товары в документе или отдельно, но не дважды",
			"зазначте товари в документі або окремо, але не двічі",
			"podaj towary w dokumencie albo osobno, nie dwa razy",
		},
		{
			"its goods left with waybill %s, and %s cannot replace it: put it right at the carrier and in the channel",
			"товары уехали с ТТН %s, номером %s её не заменить: исправьте у перевозчика и на площадке",
			"товари поїхали з ТТН %s, номером %s її не замінити: виправте в перевізника і на майданчику",
			"towary wyjechały z listem przewozowym %s, a numer %s go nie zastąpi: popraw to u przewoźnika i na platformie",
		},
		{
			"its goods left with the seller's own courier, without waybill %s: put it right in the channel",
			"товары уехали со своим курьером, без ТТН %s: исправьте на площадке",
			"товари поїхали з власним кур'єром, без ТТН %s: виправте на майданчику",
			"towary wyjechały z własnym kurierem, bez listu przewozowego %s: popraw to na platformie",
		},
		{
			"it is void; issue another under a number of its own",
			"документ аннулирован; выставьте новый под другим номером",
			"документ анульовано; виставте новий під іншим номером",
			"dokument jest unieważniony; wystaw nowy pod innym numerem",
		},
		{
			"it names the place %s, the command %s",
			"в документе указано место %s, в команде — %s",
			"у документі зазначено місце %s, у команді — %s",
			"dokument podaje miejsce %s, a polecenie %s",
		},
		{
			"it is issued in this state",
			"он уже выставлен в этом статусе",
			"його вже виставлено в цьому статусі",
			"jest już wystawiony w tym statusie",
		},
		{
			"it was issued; its state is changed with IssueDocument",
			"он выставлен; его статус меняет команда IssueDocument",
			"його виставлено; його статус змінює команда IssueDocument",
			"jest wystawiony; jego status zmienia polecenie IssueDocument",
		},
		{
			"state %s is set by VoidDocument",
			"статус «%s» устанавливает команда VoidDocument",
			"статус «%s» встановлює команда VoidDocument",
			"status „%s” ustawia polecenie VoidDocument",
		},
		{
			"named by a document",
			"указание в документе",
			"зазначення в документі",
			"wskazanie w dokumencie",
		},
		{
			"say why it is void",
			"укажите, почему он аннулирован",
			"зазначте, чому його анульовано",
			"podaj, dlaczego jest unieważniony",
		},
		{
			"the order has no such document",
			"у заказа нет такого документа",
			"у замовлення немає такого документа",
			"zamówienie nie ma takiego dokumentu",
		},
		{
			"it is void",
			"он уже аннулирован",
			"його вже анульовано",
			"jest już unieważniony",
		},
		{
			"its goods have left; take them back with Return first",
			"товары по нему уже отправлены; сначала оформите их возврат",
			"товари за ним уже відправлено; спочатку оформіть їх повернення",
			"towary z niego już wysłano; najpierw przyjmij ich zwrot",
		},
		{
			"a rule of documents has no kind of document",
			"в правиле документов не указан вид документа",
			"у правилі документів не зазначено вид документа",
			"reguła dokumentów nie podaje rodzaju dokumentu",
		},
		{
			"document %s: in the state %s it stands for nothing",
			"документ %s: в статусе «%s» он ничего не означает",
			"документ %s: у статусі «%s» він нічого не означає",
			"dokument %s: w statusie „%s” nic nie oznacza",
		},
		{
			"document %s: place %q (known: from, to)",
			"документ %s: место «%s» (допустимы from, to)",
			"документ %s: місце «%s» (допустимі from, to)",
			"dokument %s: miejsce „%s” (dozwolone from, to)",
		},
		{
			"document %s: two rules for the state %q",
			"документ %s: два правила для статуса «%s»",
			"документ %s: два правила для статусу «%s»",
			"dokument %s: dwie reguły dla statusu „%s”",
		},
		{
			"document %s: it can only need documents of other kinds",
			"документ %s: ему могут быть нужны только документы других видов",
			"документ %s: йому можуть бути потрібні лише документи інших видів",
			"dokument %s: może wymagać tylko dokumentów innych rodzajów",
		},
		{
			"document %s: it cannot cancel where the buyer must be told first",
			"документ %s: он не может отменять заказ там, где сначала нужно предупредить покупателя",
			"документ %s: він не може скасовувати замовлення там, де спершу треба попередити покупця",
			"dokument %s: nie może anulować zamówienia tam, gdzie najpierw trzeba powiadomić kupującego",
		},
		{
			"document %s: it cannot stand for %s (known: %v)",
			"документ %s: он не может означать «%s» (возможны: %s)",
			"документ %s: він не може означати «%s» (можливі: %s)",
			"dokument %s: nie może oznaczać „%s” (dozwolone: %s)",
		},
		{
			"document %s: the scheme has no step %s",
			"документ %s: в схеме нет шага «%s»",
			"документ %s: у схемі немає кроку «%s»",
			"dokument %s: model nie ma kroku „%s”",
		},
	}
}
