0/*M!999999\- enable the sandbox mode */ 
/*!40101 SET NAMES utf8mb4 */;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET NEW.a = 1; END */;;
DELIMITER ;
INSERT INTO t VALUES ('a\'b;',"c""d"); # x;
