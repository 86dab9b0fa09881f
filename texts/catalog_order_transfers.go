package texts

// orderTransfers are about goods that move between places of the seller, and documents that the books are asked for.
func orderTransfers() []entry {
	return []entry{
		{"transfer", "перемещение", "переміщення", "przesunięcie"},
		{"transfer T%d", "перемещение T%d", "переміщення T%d", "przesunięcie T%d"},
		{
			"the order has %d {1:transfer|transfers}",
			"в заказе %d {1:перемещение|перемещения|перемещений}",
			"у замовленні %d {1:переміщення|переміщення|переміщень}",
			"zamówienie ma %d {1:przesunięcie|przesunięcia|przesunięć}",
		},
		{
			"the place that it comes from is not set", "не указано, откуда перемещать",
			"не зазначено, звідки переміщувати", "nie podano, skąd przesunąć towar",
		},
		{
			"the place that it goes to is not set", "не указано, куда перемещать",
			"не зазначено, куди переміщувати", "nie podano, dokąd przesunąć towar",
		},
		{
			"it would go from %s to the same place", "перемещение из %s туда же",
			"переміщення з %s туди ж", "przesunięcie z %s do tego samego miejsca",
		},
		{
			"it is %s; it would have to be %v", "сейчас: %s; нужно: %v",
			"зараз: %s; потрібно: %v", "obecnie: %s; potrzeba: %v",
		},
		{
			"it is %s; drop or receive it first", "сейчас: %s; сначала отмените или примите его",
			"зараз: %s; спершу скасуйте або прийміть його", "obecnie: %s; najpierw je wycofaj albo przyjmij",
		},
		{
			"%s of line %s are in it, from %s to %s, and it is %s: receive or drop it first",
			"в нём %s из позиции %s, из %s в %s, и сейчас оно: %s; сначала примите или отмените его",
			"у ньому %s з позиції %s, із %s до %s, і зараз воно: %s; спершу прийміть або скасуйте його",
			"obejmuje %s z pozycji %s, z %s do %s, i jest: %s; najpierw je przyjmij albo wycofaj",
		},
		{
			"%s of it need a new marking code before they are sent",
			"для %s из неё нужен новый код маркировки, прежде чем их отправят",
			"для %s з неї потрібен новий код маркування, перш ніж їх відправлять",
			"%s z niej wymaga nowego kodu znakowania przed wysłaniem",
		},
		{
			"that is for %s to say; %s may give %s only at its own place, %s",
			"это решает %s; роли %s доступно %s только на своём месте, %s",
			"це вирішує %s; ролі %s доступно %s лише на своєму місці, %s",
			"o tym decyduje %s; rola %s może wykonać %s tylko w swoim miejscu, %s",
		},
		{
			"no goods are left that could come from there: they would have to be %s, and reserved nowhere else",
			"оттуда перемещать нечего: товар должен быть в статусе %s и не стоять в резерве в другом месте",
			"звідти переміщувати нічого: товар має бути в статусі %s і не стояти в резерві в іншому місці",
			"nie ma czego stamtąd przesunąć: towar musi mieć status %s i nie może być zarezerwowany gdzie indziej",
		},
		{"say why it is dropped", "укажите, почему оно отменяется", "укажіть, чому воно скасовується", "podaj, dlaczego jest wycofywane"},
		{
			"the order has %d such transfers; name the one that it is of",
			"в заказе таких перемещений %d; укажите, к какому относится документ",
			"у замовленні таких переміщень %d; укажіть, якого стосується документ",
			"zamówienie ma %d takich przesunięć; podaj, którego dotyczy dokument",
		},
		{
			"no transfer of the order was asked for that it could be of",
			"в заказе не запрошено перемещение, к которому документ мог бы относиться",
			"у замовленні не запитано переміщення, якого документ міг би стосуватися",
			"w zamówieniu nie ma przesunięcia, którego dokument mógłby dotyczyć",
		},
		{
			"none of the goods that it lists is in transfer T%d", "в перемещении T%d нет товара из этого документа",
			"у переміщенні T%d немає товару з цього документа", "w przesunięciu T%d nie ma towaru z tego dokumentu",
		},
		{
			"%s of transfer T%d from %s to %s came damaged: write them off and ask for others",
			"%s: повреждено при перемещении T%d из %s в %s; спишите и запросите другие",
			"%s: пошкоджено під час переміщення T%d із %s до %s; спишіть і запросіть інші",
			"%s: uszkodzono podczas przesunięcia T%d z %s do %s; spisz na straty i zamów inne",
		},
		{
			"%s of transfer T%d from %s to %s did not come: write them off and ask for others",
			"%s: не пришло с перемещением T%d из %s в %s; спишите и запросите другие",
			"%s: не надійшло з переміщенням T%d із %s до %s; спишіть і запросіть інші",
			"%s: nie dotarło z przesunięciem T%d z %s do %s; spisz na straty i zamów inne",
		},
		{
			"%s of transfer T%d from %s to %s are %s, and on the way: have them received or sent back",
			"%s из перемещения T%d из %s в %s: теперь статус «%s», а товар в пути; пусть его примут или вернут",
			"%s з переміщення T%d із %s до %s: тепер статус «%s», а товар у дорозі; нехай його приймуть або повернуть",
			"%s z przesunięcia T%d z %s do %s: teraz stan „%s”, a towar jest w drodze; niech go przyjmą albo odeślą",
		},
		{
			"transfer T%d asked for: %s, from %s to %s", "запрошено перемещение T%d: %s, из %s в %s",
			"запитано переміщення T%d: %s, із %s до %s", "zamówiono przesunięcie T%d: %s, z %s do %s",
		},
		{"transfer T%d sent: %s", "перемещение T%d отправлено: %s", "переміщення T%d відправлено: %s", "przesunięcie T%d wysłane: %s"},
		{"transfer T%d posted", "перемещение T%d проведено", "переміщення T%d проведено", "przesunięcie T%d zaksięgowane"},
		{"transfer T%d received: %s", "перемещение T%d принято: %s", "переміщення T%d прийнято: %s", "przesunięcie T%d przyjęte: %s"},
		{"%s; damaged: %s", "%s; повреждено: %s", "%s; пошкоджено: %s", "%s; uszkodzone: %s"},
		{"%s; lost: %s", "%s; утрачено: %s", "%s; втрачено: %s", "%s; utracone: %s"},
		{"transfer T%d dropped", "перемещение T%d отменено", "переміщення T%d скасовано", "przesunięcie T%d wycofane"},
		{
			"transfer T%d goes on without %s", "перемещение T%d остаётся без: %s",
			"переміщення T%d лишається без: %s", "przesunięcie T%d pozostaje bez: %s",
		},
		{
			"it would be received at %s; %s may give %s only at its own place, %s",
			"приёмка была бы в %s; роли %s доступно %s только на своём месте, %s",
			"приймання було б у %s; ролі %s доступно %s лише на своєму місці, %s",
			"przyjęcie byłoby w %s; rola %s może wykonać %s tylko w swoim miejscu, %s",
		},
		{
			"its goods are on the way from %s to %s", "её товар в пути из %s в %s",
			"її товар прямує з %s до %s", "jego towar jest w drodze z %s do %s",
		},
		{
			"%s of return R%d have marking codes: send them to %s with a return note",
			"%s из возврата R%d: товар маркирован; отправьте его в %s по возвратной накладной",
			"%s з повернення R%d: товар маркований; відправте його до %s за зворотною накладною",
			"%s ze zwrotu R%d: towar jest znakowany; odeślij go do %s z dokumentem zwrotu",
		},
		{
			"the reference of the statement is not set", "не указана ссылка на заявление",
			"не зазначено посилання на заяву", "nie podano odwołania do oświadczenia",
		},
		{
			"it has this statement", "это заявление уже прикреплено",
			"цю заяву вже прикріплено", "ma już to oświadczenie",
		},
		{
			"it has no units that come back", "в нём нет возвращаемого товара",
			"у ньому немає товару, що повертається", "nie ma w nim zwracanego towaru",
		},
		{
			"its money is %s; a statement belongs to a return that is not settled", "его деньги: %s; заявление прикрепляют к нерассчитанному возврату",
			"його кошти: %s; заяву прикріплюють до нерозрахованого повернення", "jego pieniądze: %s; oświadczenie dołącza się do nierozliczonego zwrotu",
		},
		{
			"the buyer's statement about return R%d: %s", "заявление покупателя по возврату R%d: %s",
			"заява покупця щодо повернення R%d: %s", "oświadczenie kupującego do zwrotu R%d: %s",
		},
		{"say what is wrong with its code", "укажите, что не так с кодом", "укажіть, що не так із кодом", "podaj, co jest nie tak z kodem"},
		{
			"it has a code that was accepted; reject that one", "у неё есть принятый код; отклоните его",
			"вона має прийнятий код; відхиліть його", "ma przyjęty kod; odrzuć go",
		},
		{
			"this was reported; it waits for a new code", "об этом уже сообщили; ожидается новый код",
			"про це вже повідомили; очікується новий код", "już to zgłoszono; oczekuje na nowy kod",
		},
		{
			"it is %s; a code is rejected while the unit is requested, on the way, assembling or packed",
			"сейчас: %s; код отклоняют, пока единица запрошена, перемещается, комплектуется или упакована",
			"зараз: %s; код відхиляють, поки одиниця запитана, переміщується, комплектується або упакована",
			"obecnie: %s; kod odrzuca się, gdy sztuka jest zamówiona, przesuwana, kompletowana lub spakowana",
		},
		{
			"the books can be asked for: %s", "у учётной системы можно запросить: %s",
			"в облікової системи можна запитати: %s", "od systemu ewidencji można zażądać: %s",
		},
		{
			"say whether it is asked for as a draft or posted", "укажите, запрашивается черновик (draft) или проведённый (posted)",
			"укажіть, запитується чернетка (draft) чи проведений (posted)", "podaj, czy ma być szkicem (draft), czy zaksięgowany (posted)",
		},
		{
			"it is asked for as draft or posted, not as %q", "его запрашивают как draft или posted, а не %q",
			"його запитують як draft або posted, а не %q", "żąda się go jako draft albo posted, a nie %q",
		},
		{
			"it is %s; a sale is asked for before the goods leave", "сейчас: %s; реализацию запрашивают до отправки товара",
			"зараз: %s; реалізацію запитують до відправлення товару", "obecnie: %s; sprzedaż zleca się przed wysłaniem towaru",
		},
		{
			"%s of line %s are %s; a sale is made when all of it is reserved",
			"%s из позиции %s — %s; реализация оформляется, когда всё стоит в резерве",
			"%s з позиції %s — %s; реалізація оформлюється, коли все в резерві",
			"%s z pozycji %s: %s; sprzedaż powstaje, gdy wszystko jest zarezerwowane",
		},
		{
			"%s of line %s are reserved at no warehouse; a sale is made when all of it is reserved",
			"%s из позиции %s не в резерве ни на одном складе; реализация оформляется, когда всё стоит в резерве",
			"%s з позиції %s не в резерві на жодному складі; реалізація оформлюється, коли все в резерві",
			"%s z pozycji %s nie ma rezerwacji w żadnym magazynie; sprzedaż powstaje, gdy wszystko jest zarezerwowane",
		},
		{
			"its %s is asked for as %s", "документ «%s» уже запрошен: %s",
			"документ «%s» уже запитано: %s", "dokument „%s” jest już zlecony: %s",
		},
		{
			"%s of shipment S%d asked for: %s", "запрошен документ «%s» отправления S%d: %s",
			"запитано документ «%s» відправлення S%d: %s", "zlecono dokument „%s” przesyłki S%d: %s",
		},
	}
}
