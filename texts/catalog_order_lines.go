package texts

// orderCancelling are the refusals of cancellations, requests to cancel, and holds.
func orderCancelling() []entry {
	return []entry{
		{
			"a cancellation needs one",
			"укажите причину отмены",
			"зазначте причину скасування",
			"podaj przyczynę anulowania",
		},
		{
			"there are units %s; the whole order may be cancelled while all are %v",
			"есть товары в статусе «%s»; отменить весь заказ можно, пока все товары в статусе: %s",
			"є товари у статусі «%s»; скасувати все замовлення можна, поки всі товари у статусі: %s",
			"są towary o statusie „%s”; całe zamówienie można anulować, dopóki wszystkie mają status: %s",
		},
		{
			"some units of an order may be cancelled only while they are %s; the whole order may be while all are %s",
			"часть товаров можно отменить только в статусе: %s; весь заказ — пока все товары в статусе: %s",
			"частину товарів можна скасувати лише у статусі: %s; усе замовлення — поки всі товари у статусі: %s",
			"część towarów można anulować tylko w statusie: %s; całe zamówienie — dopóki wszystkie mają status: %s",
		},
		{
			"no units are left that could be cancelled",
			"не осталось товаров, которые можно отменить",
			"не залишилося товарів, які можна скасувати",
			"nie ma już towarów, które można anulować",
		},
		{
			"these units are cancelled",
			"эти товары уже отменены",
			"ці товари вже скасовано",
			"te towary są już anulowane",
		},
		{
			"these units are refused at the door; it takes effect when the order is closed",
			"отказ от этих товаров уже отмечен; он вступит в силу при закрытии заказа",
			"відмову від цих товарів уже позначено; вона набуде чинності під час закриття замовлення",
			"odmowa przyjęcia tych towarów jest już zapisana; zadziała przy zamknięciu zamówienia",
		},
		{
			"no units were refused at the door",
			"отказов при вручении не было",
			"відмов під час вручення не було",
			"nie było odmów przy odbiorze",
		},
		{
			"a refusal needs one",
			"укажите причину отказа",
			"зазначте причину відмови",
			"podaj przyczynę odmowy",
		},
		{
			"name the units that were not taken",
			"укажите товары, от которых покупатель отказался",
			"зазначте товари, від яких покупець відмовився",
			"wskaż towary, których kupujący nie przyjął",
		},
		{
			"the order has %d {1:hold|holds}",
			"у заказа %d {1:блокировка|блокировки|блокировок}",
			"у замовлення %d {1:блокування|блокування|блокувань}",
			"zamówienie ma %d {1:blokadę|blokady|blokad}",
		},
		{"it was cleared", "она уже снята", "його вже знято", "jest już zdjęta"},
		{
			"the order has %d {1:request|requests}",
			"у заказа %d {1:запрос|запроса|запросов}",
			"у замовлення %d {1:запит|запити|запитів}",
			"zamówienie ma %d {1:prośbę|prośby|próśb}",
		},
		{"it was answered", "на него уже ответили", "на нього вже відповіли", "udzielono już na nią odpowiedzi"},
		{
			"verdict %q (known: accept, decline, or none for the default)",
			"ответ «%s» неизвестен; возможны accept, decline или пустой — по умолчанию",
			"відповідь «%s» невідома; можливі accept, decline або порожня — за замовчуванням",
			"odpowiedź „%s” jest nieznana; możliwe są accept, decline lub pusta — domyślna",
		},
		{
			"%s cancelled units that are %s: stop them, or take them back with Return",
			"%s отменяет товары в статусе «%s»: остановите их или оформите возврат",
			"%s скасовує товари у статусі «%s»: зупиніть їх або оформіть повернення",
			"%s anuluje towary o statusie „%s”: zatrzymaj je albo zarejestruj zwrot",
		},
		{
			"%s cancelled units that are %s: stop them, or wait until the channel reports what became of them",
			"%s отменяет товары в статусе «%s»: остановите их или дождитесь, пока площадка сообщит их судьбу",
			"%s скасовує товари у статусі «%s»: зупиніть їх або дочекайтеся, поки майданчик повідомить їхню долю",
			"%s anuluje towary o statusie „%s”: zatrzymaj je albo poczekaj, aż platforma zgłosi, co się z nimi stało",
		},
		{
			"the lines changed there, but the order is %s here",
			"состав заказа там изменился, а здесь статус заказа «%s»: проверьте заказ и снимите блокировку",
			"склад замовлення там змінився, а тут статус замовлення «%s»: перевірте замовлення і зніміть блокування",
			"pozycje zamówienia tam się zmieniły, a tutaj status zamówienia to „%s”: sprawdź zamówienie i zdejmij blokadę",
		},
		{
			"the lines changed there, but %s",
			"состав заказа там изменился, но принять это нельзя: %s",
			"склад замовлення там змінився, але прийняти це не можна: %s",
			"pozycje zamówienia tam się zmieniły, ale nie można tego przyjąć: %s",
		},
		{
			"%s reports %s, but here the units are %s",
			"%s сообщает статус «%s», а здесь у товаров статус «%s»: выясните, что верно, и снимите блокировку",
			"%s повідомляє статус «%s», а тут у товарів статус «%s»: з’ясуйте, що правильно, і зніміть блокування",
			"%s zgłasza status „%s”, a tutaj towary mają status „%s”: ustal, co się zgadza, i zdejmij blokadę",
		},
		{
			"%s reports %s; split the units off with Return so that their money is settled",
			"%s сообщает статус «%s»: оформите возврат этих товаров, чтобы рассчитаться с покупателем",
			"%s повідомляє статус «%s»: оформіть повернення цих товарів, щоб розрахуватися з покупцем",
			"%s zgłasza status „%s”: zarejestruj zwrot tych towarów, aby rozliczyć się z kupującym",
		},
		{
			"%s reports that %s is %s: send it again, or take its units back",
			"%s сообщает: %s, статус «%s». Отправьте товар снова или оформите возврат",
			"%s повідомляє: %s, статус «%s». Відправте товар знову або оформіть повернення",
			"%s zgłasza: %s, status „%s”. Wyślij towar ponownie albo zarejestruj zwrot",
		},
		{
			"%s reports that %s is %s, but here it is %s: find out where it is",
			"%s сообщает: %s, статус «%s», а здесь статус «%s». Выясните, где отправление",
			"%s повідомляє: %s, статус «%s», а тут статус «%s». З’ясуйте, де відправлення",
			"%s zgłasza: %s, status „%s”, a tutaj status „%s”. Ustal, gdzie jest przesyłka",
		},
		{
			"%s reports that %s is %s, but not which units were taken: give Deliver with those that were refused",
			"%s сообщает: %s, статус «%s», но не какие товары взял покупатель. Отметьте вручение и товары, от которых он отказался",
			"%s повідомляє: %s, статус «%s», але не які товари взяв покупець. Позначте вручення і товари, від яких він відмовився",
			"%s zgłasza: %s, status „%s”, ale nie podaje, co kupujący przyjął. Zaznacz doręczenie i towary, których nie przyjął",
		},
		{
			"%s sent the status %q, which is not in the status table: add it there, then clear the hold",
			"%s присылает статус «%s», которого нет в таблице статусов: добавьте его туда и снимите блокировку",
			"%s надсилає статус «%s», якого немає в таблиці статусів: додайте його туди й зніміть блокування",
			"%s przysyła status „%s”, którego nie ma w tabeli statusów: dodaj go tam i zdejmij blokadę",
		},
		{
			"%s paid %s of payment %s back, which nobody ordered here: find out for what, and split those units off",
			"%s возвращает покупателю %s по платежу %s, хотя здесь возврат никто не поручал: выясните, за что, и оформите возврат этих товаров",
			"%s повертає покупцю %s за платежем %s, хоча тут повернення ніхто не доручав: з’ясуйте, за що, і оформіть повернення цих товарів",
			"%s zwraca kupującemu %s z płatności %s, choć nikt tu tego nie zlecił: ustal, za co, i zarejestruj zwrot tych towarów",
		},
	}
}

// orderLines are the refusals about lines, quantities, prices and dates.
func orderLines() []entry {
	return []entry{
		{
			"the order has no such line",
			"в заказе нет такой позиции",
			"у замовленні немає такої позиції",
			"w zamówieniu nie ma takiej pozycji",
		},
		{
			"it adds, extends and removes nothing; Reprice only changes prices",
			"изменение ничего не добавляет и не убирает; чтобы изменить только цены, используйте изменение цены",
			"зміна нічого не додає й не прибирає; щоб змінити лише ціни, скористайтеся зміною ціни",
			"zmiana niczego nie dodaje ani nie usuwa; aby zmienić same ceny, użyj zmiany ceny",
		},
		{
			"the scheme %s does not let them be changed",
			"схема «%s» не разрешает их менять",
			"схема «%s» не дозволяє їх змінювати",
			"model „%s” nie pozwala ich zmieniać",
		},
		{
			"%s is paid; after payment units go back by Return",
			"уже оплачено %s; после оплаты оформляйте возврат",
			"уже сплачено %s; після оплати оформлюйте повернення",
			"opłacono już %s; po opłaceniu zarejestruj zwrot",
		},
		{
			"there are units %s",
			"есть товары в статусе «%s»",
			"є товари у статусі «%s»",
			"są towary o statusie „%s”",
		},
		{
			"the order has a line with this id",
			"в заказе уже есть позиция с таким номером",
			"у замовленні вже є позиція з таким номером",
			"w zamówieniu jest już pozycja o tym numerze",
		},
		{
			"%s more: it must be more than 0 and a multiple of %s, and the line must stay within %s",
			"добавить %s нельзя: нужно больше нуля, кратно %s, всего не более %s",
			"додати %s не можна: потрібно більше нуля, кратно %s, усього не більше %s",
			"nie można dodać %s: wymagana ilość większa od zera, wielokrotność %s, łącznie najwyżej %s",
		},
		{
			"it is priced twice",
			"цена для неё указана дважды; оставьте одну",
			"ціну для неї зазначено двічі; залиште одну",
			"cenę podano dwa razy; zostaw jedną",
		},
		{
			"no units of it are left",
			"в ней не осталось товара",
			"у ній не залишилося товару",
			"nie ma już w niej towaru",
		},
		{
			"unknown kind %q (known: goods, service, delivery, additional)",
			"неизвестный вид «%s» (возможны: goods, service, delivery, additional)",
			"невідомий вид «%s» (можливі: goods, service, delivery, additional)",
			"nieznany rodzaj „%s” (możliwe: goods, service, delivery, additional)",
		},
		{
			"quantity %s with step %s: it must be more than 0 and at most %s",
			"количество %s с шагом %s: нужно больше нуля и не более %s",
			"кількість %s із кроком %s: потрібно більше нуля й не більше %s",
			"ilość %s z krokiem %s: wymagana większa od zera i najwyżej %s",
		},
		{
			"quantity %s is not a multiple of the line's step %s",
			"количество %s не кратно шагу позиции %s",
			"кількість %s не кратна кроку позиції %s",
			"ilość %s nie jest wielokrotnością kroku pozycji %s",
		},
		{
			"%s is not a multiple of the line's step %s",
			"%s не кратно шагу позиции %s",
			"%s не кратно кроку позиції %s",
			"%s nie jest wielokrotnością kroku pozycji %s",
		},
		{
			"units must lie between 0 and %s, at least one",
			"единицы должны быть в пределах от 0 до %s, хотя бы одна",
			"одиниці мають бути в межах від 0 до %s, щонайменше одна",
			"sztuki muszą mieścić się w zakresie od 0 do %s, co najmniej jedna",
		},
		{
			"goods with marking codes are sold by the piece, the step is %s",
			"маркированный товар продаётся поштучно, а шаг позиции — %s",
			"маркований товар продають поштучно, а крок позиції — %s",
			"towar znakowany sprzedaje się na sztuki, a krok pozycji to %s",
		},
		{
			"%s does not own them; report an Intent with an Edit to ask for a change",
			"состав заказа ведёт не эта сторона (%s); изменение можно только предложить",
			"склад замовлення веде не ця сторона (%s); зміну можна лише запропонувати",
			"pozycjami zarządza kto inny niż %s; zmianę można tylko zaproponować",
		},
		{
			"the report lists it twice",
			"она указана в отчёте дважды",
			"її зазначено у звіті двічі",
			"zgłoszenie wymienia ją dwa razy",
		},
		{
			"%s is reported; it must be more than 0 and a multiple of %s",
			"сообщено количество %s; нужно больше нуля и кратно %s",
			"повідомлено кількість %s; потрібно більше нуля й кратно %s",
			"zgłoszono ilość %s; wymagana większa od zera i wielokrotność %s",
		},
		{
			"with %s the adjustments on %s take more than that costs, %s",
			"с учётом %s скидки (база: %s) превышают стоимость — %s; уменьшите скидку",
			"з урахуванням %s знижки (база: %s) перевищують вартість — %s; зменште знижку",
			"razem z %s rabaty (podstawa: %s) przekraczają wartość: %s; zmniejsz rabat",
		},
		{
			"it is on %s, of which the order has none",
			"она относится на «%s», а такого в заказе нет; измените базу скидки или добавьте строку",
			"вона стосується «%s», а такого в замовленні немає; змініть базу знижки або додайте рядок",
			"dotyczy „%s”, a tego w zamówieniu nie ma; zmień podstawę rabatu lub dodaj pozycję",
		},
		{
			"it is on %q; it may be on the goods (\"\"), delivery, services or all",
			"база скидки %q неизвестна; допустимо: товары (\"\"), delivery, services или all",
			"база знижки %q невідома; можна: товари (\"\"), delivery, services або all",
			"podstawa rabatu %q jest nieznana; możliwe: towary (\"\"), delivery, services lub all",
		},
		{"the delivery", "доставка", "доставка", "dostawa"},
		{"the services", "услуги", "послуги", "usługi"},
		{"the whole order", "весь заказ", "усе замовлення", "całe zamówienie"},
		{
			"it is the agreed one already",
			"именно он и согласован",
			"саме його й погоджено",
			"ten termin jest już uzgodniony",
		},
		{
			"the scheme %s does not let the date be moved",
			"схема «%s» не разрешает переносить дату",
			"схема «%s» не дозволяє переносити дату",
			"model „%s” nie pozwala zmienić terminu",
		},
		{
			"some goods are %s; the date may be moved only while all are %s",
			"есть товары в статусе «%s»; дату переносят, пока все товары в статусе: %s",
			"є товари у статусі «%s»; дату переносять, поки всі товари у статусі: %s",
			"są towary o statusie „%s”; termin można zmienić, dopóki wszystkie mają status: %s",
		},
		{
			"it must begin and must not end before it begins",
			"укажите начало; конец не может быть раньше начала",
			"зазначте початок; кінець не може бути раніше початку",
			"podaj początek; koniec nie może być przed początkiem",
		},
		{
			"%d {1:line|lines}; an order has 1 to %d",
			"в заказе %d {1:позиция|позиции|позиций}; допустимо от 1 до %d",
			"у замовленні %d {1:позиція|позиції|позицій}; допустимо від 1 до %d",
			"zamówienie ma %d {1:pozycję|pozycje|pozycji}; dozwolone od 1 do %d",
		},
		{
			"the draft has two lines with this id",
			"в заказе две позиции с этим номером; номера должны различаться",
			"у замовленні дві позиції з цим номером; номери мають різнитися",
			"zamówienie ma dwie pozycje o tym numerze; numery muszą być różne",
		},
	}
}
